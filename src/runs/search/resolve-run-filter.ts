import type { Caller } from '../../graph/nodes/caller.js';
import type { NodeKind } from '../../graph/nodes/node-kind.js';
import type { References } from '../../graph/references/references.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import { checkLabel, checkText } from '../../platform/text/check-text.js';
import { EXPERIMENT, RUN } from '../record/run-kinds.js';
import { countFitting, type LoggedValueCondition, metricCondition, parameterCondition } from './logged-value.sql.js';
import type { MetricCondition, RunFilter } from './run-filter.input.js';
import { FEW, type RunCondition } from './run-filter.sql.js';

const MOST_CONDITIONS = 10;

/** Checks a filter, resolves its references and finds the condition that few runs fit. NOT_FOUND for an unknown experiment or run. */
export async function resolveRunFilter(
  db: Queryable,
  references: References,
  caller: Caller,
  filter: RunFilter,
): Promise<RunCondition> {
  for (const field of ['nameContains', 'owner', 'createdBy'] as const)
    checkText(`filter.${field}`, filter[field] ?? '', 1_000);
  const metrics = [...groupMetrics(filter.metrics ?? [])].map(([name, conditions]) =>
    metricCondition(name, conditions),
  );
  const parameters = checkCount('parameters', filter.parameters ?? []).map((condition, index) => {
    checkLabel(`filter.parameters[${index}].name`, condition.name);
    checkText(`filter.parameters[${index}].value`, condition.value, 10_000);
    return parameterCondition(condition);
  });
  const includeDeleted = filter.includeDeleted === true;
  const resolve = async (ref: string | null | undefined, kind: NodeKind) =>
    ref == null ? undefined : (await references.resolve(db, caller.project, ref, [kind], { includeDeleted })).id;
  const [experimentId, parentId, narrow] = await Promise.all([
    resolve(filter.experiment, EXPERIMENT),
    resolve(filter.parent, RUN),
    narrowest(db, caller, metrics, parameters),
  ]);
  return { ...filter, experimentId, parentId, logged: [...metrics, ...parameters], narrow };
}

async function narrowest(
  db: Queryable,
  caller: Caller,
  metrics: readonly LoggedValueCondition[],
  parameters: readonly LoggedValueCondition[],
): Promise<LoggedValueCondition | undefined> {
  const counts = await Promise.all([
    countFitting(db, caller.project, 'run_metric', metrics, FEW + 1, caller.signal),
    countFitting(db, caller.project, 'run_parameter', parameters, FEW + 1, caller.signal),
  ]);
  const all = [...metrics, ...parameters].map((condition, index) => ({
    condition,
    found: counts.flat()[index] ?? Infinity,
  }));
  const [first] = all.sort((a, b) => a.found - b.found);
  return first !== undefined && first.found <= FEW ? first.condition : undefined;
}

/** Conditions on one metric belong together: its row is joined once. */
function groupMetrics(conditions: readonly MetricCondition[]): Map<string, MetricCondition[]> {
  const groups = new Map<string, MetricCondition[]>();
  for (const [index, condition] of checkCount('metrics', conditions).entries()) {
    checkLabel(`filter.metrics[${index}].name`, condition.name);
    if (!Number.isFinite(condition.value)) {
      throw badInput(`filter.metrics[${index}].value is ${condition.value}; metrics are finite numbers.`, {
        field: 'metrics',
        found: String(condition.value),
      });
    }
    groups.set(condition.name, [...(groups.get(condition.name) ?? []), condition]);
  }
  return groups;
}

function checkCount<T>(field: string, conditions: readonly T[]): readonly T[] {
  if (conditions.length <= MOST_CONDITIONS) return conditions;
  throw badInput(`filter.${field} has ${conditions.length} conditions; at most ${MOST_CONDITIONS} are taken.`, {
    field,
    expected: MOST_CONDITIONS,
    found: conditions.length,
  });
}
