import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/errors.js';
import { RESERVED_COLUMN } from '../../definitions/entities/entity.input.js';
import type { Definition } from '../../definitions/references/feature-references.sql.js';
import { hasDuplicates, settleDuplicates } from '../bulk/stage.sql.js';

/**
 * A row given twice counts once. Two different rows for one event can't both be right: BAD_USER_INPUT, or, where bad rows are skipped,
 * the first one counts and the others are problems; how many of them.
 */
export async function refuseContradictions(
  tx: Transaction,
  { joinKeys, features }: Definition,
  onError: 'abort' | 'skip',
): Promise<number> {
  if (!(await hasDuplicates(tx))) return 0;
  const columns = [...joinKeys.map(({ name }) => name), ...features.map(({ name }) => name), RESERVED_COLUMN];
  const contradictions = await settleDuplicates(tx, columns);
  if (contradictions === undefined) return 0;
  if (onError === 'skip') return contradictions.count;
  const { message, column } = JSON.parse(contradictions.problem) as { message: string; column: string };
  throw badInput(message, { row: contradictions.row, column });
}
