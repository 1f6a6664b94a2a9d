import type { Transaction } from '../../platform/database/transaction.js';
import { badInput } from '../../platform/errors.js';
import { hasDuplicates, settleDuplicates } from './stage.sql.js';

/**
 * A row given twice counts once. Two different rows for one event can't both be right: BAD_USER_INPUT, or, where bad rows are skipped,
 * the first one counts and the others are problems; how many of them.
 */
export async function refuseContradictions(tx: Transaction, onError: 'abort' | 'skip'): Promise<number> {
  if (!(await hasDuplicates(tx))) return 0;
  const contradictions = await settleDuplicates(tx);
  const [first] = contradictions;
  if (first === undefined || onError === 'skip') return contradictions.length;
  const { message, column } = JSON.parse(first.problem) as { message: string; column: string };
  throw badInput(message, { row: first.row, column });
}
