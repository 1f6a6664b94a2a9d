import type { Reader } from '../../../platform/database/replica/reader.js';
import { earlier, type Instant, now } from '../../../platform/time/instant.js';
import type { EntityKey } from '../../../values/entity-keys.js';
import type { Asker } from '../online/answers/large-answers.js';
import type { StoredRow } from '../online/online.sql.js';
import { encodeKeys, type LookupPlan } from '../online/plans/lookup-plan.js';
import { selectHistoryRows } from './history.sql.js';
import { requireKeptHistory } from './kept-history.js';

/** The rows found, `[set][key]`, and up to when everything that was committed is in them. */
export interface HistoryReading {
  readonly rows: (StoredRow | undefined)[][];
  readonly freshAt: Instant;
}

/**
 * For each key the row of each set that was the last word at its moment, of what was known by then: `[set][key]`.
 * Rows that had expired by then are given too. One statement per feature set version, whatever the number of keys and roles.
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
  const perSet: (StoredRow | undefined)[][] = plan.sets.map(() => new Array(keys.length).fill(undefined));
  for (const sets of plan.tables) {
    const { definition } = plan.sets[sets[0] ?? 0] ?? missing();
    requireKeptHistory(definition, moments);
    requireKeptHistory(definition, knownAt);
    const question = {
      storage: definition.storage,
      keys: sets.flatMap((set) => encodeKeys(plan.sets[set] ?? missing(), keys, list)),
      times: sets.flatMap(() => moments),
      knownAt: sets.flatMap(() => knownAt),
    };
    const { value, freshAt } = await reader.read({
      work: (client) => selectHistoryRows(client, question, budget),
      signal,
      storages: [definition.storage],
    });
    budget.takeRead(value.reduce((sum, [, , values]) => sum + values.length, 0));
    for (const [asked, key, values, eventTime, ingestTime] of value) {
      const index = Number(asked) - 1;
      const own = perSet[sets[Math.floor(index / keys.length)] ?? 0] ?? missing();
      own[index % keys.length] = [key, values, eventTime, ingestTime];
    }
    oldest = earlier(oldest, freshAt);
  }
  return { rows: perSet, freshAt: oldest };
}

function missing(): never {
  throw new Error('a table of a plan is read for a set of it');
}
