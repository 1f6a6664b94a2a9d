import type { Database } from '../../platform/database/database.js';
import { encodeKeys, type LookupPlan } from '../online/lookup-plan.js';
import type { OnlineRow } from '../online/online.sql.js';
import type { EntityKey } from '../values/entity-keys.js';
import { type HistoryRow, selectHistoryRows } from './history.sql.js';
import { requireKeptHistory } from './kept-history.js';

/**
 * For each key the row of each set that was the last word at its moment, of what was known by then: `[set][key]`.
 * Rows that had expired by then are given too. One statement per set, whatever the number of keys.
 */
export async function readHistory(
  database: Database,
  plan: LookupPlan,
  keys: readonly EntityKey[],
  moments: readonly string[],
  knownAt: readonly string[],
  list = 'entities',
): Promise<(OnlineRow | undefined)[][]> {
  if (keys.length === 0) return plan.sets.map(() => []);
  const perSet: (OnlineRow | undefined)[][] = [];
  for (const set of plan.sets) {
    requireKeptHistory(set.definition, moments);
    requireKeptHistory(set.definition, knownAt);
    const question = { storage: set.definition.storage, keys: encodeKeys(set, keys, list), times: moments, knownAt };
    const found = await database.withClient((client) => selectHistoryRows(client, question));
    perSet.push(arrange(keys.length, found));
  }
  return perSet;
}

function arrange(length: number, found: readonly HistoryRow[]): (OnlineRow | undefined)[] {
  const rows: (OnlineRow | undefined)[] = new Array(length).fill(undefined);
  for (const [asked, key, values, eventTime, ingestTime] of found)
    rows[Number(asked) - 1] = ['0', key, values, eventTime, ingestTime];
  return rows;
}
