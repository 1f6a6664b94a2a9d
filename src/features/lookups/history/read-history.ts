import type { Reader } from '../../../platform/database/replica/reader.js';
import { earlier, type Instant, now } from '../../../platform/instant.js';
import type { EntityKey } from '../../../values/entity-keys.js';
import type { Asker } from '../online/answers/large-answers.js';
import type { StoredRow } from '../online/online.sql.js';
import { encodeKeys, type LookupPlan } from '../online/plans/lookup-plan.js';
import { type HistoryRow, selectHistoryRows } from './history.sql.js';
import { requireKeptHistory } from './kept-history.js';

/** The rows found, `[set][key]`, and up to when everything that was committed is in them. */
export interface HistoryReading {
  readonly rows: (StoredRow | undefined)[][];
  readonly freshAt: Instant;
}

/**
 * For each key the row of each set that was the last word at its moment, of what was known by then: `[set][key]`.
 * Rows that had expired by then are given too. One statement per set, whatever the number of keys.
 */
export async function readHistory(
  reader: Reader,
  plan: LookupPlan,
  keys: readonly EntityKey[],
  moments: readonly string[],
  knownAt: readonly string[],
  { signal, budget }: Asker,
  list = 'entities',
): Promise<HistoryReading> {
  if (keys.length === 0) return { rows: plan.sets.map(() => []), freshAt: now() };
  let oldest = now();
  const perSet: (StoredRow | undefined)[][] = [];
  for (const set of plan.sets) {
    requireKeptHistory(set.definition, moments);
    requireKeptHistory(set.definition, knownAt);
    const question = { storage: set.definition.storage, keys: encodeKeys(set, keys, list), times: moments, knownAt };
    const { value, freshAt } = await reader.read({
      work: (client) => selectHistoryRows(client, question, budget),
      signal,
      storages: [set.definition.storage],
    });
    budget.takeRead(value.reduce((sum, [, , values]) => sum + values.length, 0));
    perSet.push(arrange(keys.length, value));
    oldest = earlier(oldest, freshAt);
  }
  return { rows: perSet, freshAt: oldest };
}

function arrange(length: number, found: readonly HistoryRow[]): (StoredRow | undefined)[] {
  const rows: (StoredRow | undefined)[] = new Array(length).fill(undefined);
  for (const [asked, key, values, eventTime, ingestTime] of found)
    rows[Number(asked) - 1] = [key, values, eventTime, ingestTime];
  return rows;
}
