import { quoteName } from '../../graph/names/format-ref.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, conflict } from '../../platform/errors.js';
import { checkLabel, checkText } from '../../platform/text/check-text.js';
import type { LockedRun } from '../record/run.sql.js';
import type { ParameterInput } from './parameter.js';
import { insertParameters, selectParameters } from './parameter.sql.js';

/** Writes parameters once. True when one was new. Throws CONFLICT for another value of one that is there. */
export async function logParameters(
  tx: Transaction,
  run: LockedRun,
  given: readonly ParameterInput[],
): Promise<boolean> {
  if (given.length === 0) return false;
  const parameters = byName(given);
  const written = new Set(await insertParameters(tx, run, parameters));
  const fresh = [...written].map((name) => [`parameters.${name}`, parameters.get(name)] as const);
  if (fresh.length > 0) changeNotes(tx).changed(run.id, {}, Object.fromEntries(fresh));
  if (written.size === parameters.size) return true;
  for (const { name, value: stored } of await selectParameters(tx, [run.id])) {
    const value = parameters.get(name);
    if (value === undefined || value === stored) continue;
    throw conflict(
      `The parameter "${name}" of run ${quoteName(run.name)} is ${quote(stored)} and can't become ${quote(value)}: parameters are written once.`,
      { field: 'parameters', parameter: name, stored, given: value },
    );
  }
  return written.size > 0;
}

function byName(given: readonly ParameterInput[]): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const [index, { name, value }] of given.entries()) {
    checkLabel(`parameters[${index}].name`, name);
    checkText(`parameters[${index}].value`, value, 10_000);
    const other = parameters.get(name);
    if (other !== undefined && other !== value) {
      throw badInput(`The parameter "${name}" is given twice, as ${quote(other)} and as ${quote(value)}; keep one.`, {
        field: 'parameters',
        found: name,
      });
    }
    parameters.set(name, value);
  }
  return parameters;
}

function quote(value: string): string {
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
}
