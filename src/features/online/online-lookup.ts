import type { Reader } from '../../platform/database/reader.js';
import { now } from '../../platform/instant.js';
import { readHistory } from '../history/read-history.js';
import { readEntityKeys, refuseExtraKeys } from '../values/entity-keys.js';
import { FeatureTableText } from './feature-table.js';
import { ExpiredPolicy, type LookupOptions, type ReadingTime } from './lookup-enums.js';
import { encodeKeys, type LookupPlan } from './lookup-plan.js';
import { type OnlineRow, selectOnlineRows } from './online.sql.js';

/** Reads features for some entities: what is online now, or from history where a reading time is given. */
export async function lookUp(
  reader: Reader,
  plan: LookupPlan,
  entities: unknown,
  options: LookupOptions,
  at: ReadingTime,
  signal: () => AbortSignal,
): Promise<FeatureTableText> {
  if (at.asOf == null && at.knownAt == null) return lookUpOnline(reader, plan, entities, options, signal);
  const keys = readEntityKeys(entities);
  refuseExtraKeys(keys, plan.joinKeys);
  const moment = at.asOf ?? now();
  const { rows, freshAt } = await readHistory(
    reader,
    plan,
    keys,
    keys.map(() => moment),
    keys.map(() => at.knownAt ?? 'infinity'),
    signal,
  );
  return new FeatureTableText(plan, keys, rows, moment, options, freshAt);
}

/** Reads the current values of a plan's features for some entities: one statement, whatever their number. */
async function lookUpOnline(
  reader: Reader,
  plan: LookupPlan,
  entities: unknown,
  options: LookupOptions,
  signal: () => AbortSignal,
): Promise<FeatureTableText> {
  const keys = readEntityKeys(entities);
  refuseExtraKeys(keys, plan.joinKeys);
  const keysPerSet = plan.sets.map((set) => encodeKeys(set, keys, 'entities'));
  const needsTimes = options.valuesOnly !== true || options.onExpired === ExpiredPolicy.NULL;
  const statement = needsTimes ? plan.statement : plan.valuesStatement;
  if (keys.length === 0)
    return new FeatureTableText(
      plan,
      keys,
      plan.sets.map(() => []),
      now(),
      options,
    );
  const { value, freshAt } = await reader.read((client) => selectOnlineRows(client, statement, keysPerSet), signal);
  return new FeatureTableText(plan, keys, arrange(keysPerSet, value), now(), options, freshAt);
}

/** Rows come in any order and once per key; answers stand in the order asked, duplicates included. */
function arrange(keysPerSet: readonly (readonly string[])[], found: readonly OnlineRow[]): (OnlineRow | undefined)[][] {
  const byKey = keysPerSet.map(() => new Map<string, OnlineRow>());
  for (const row of found) byKey[Number(row[0])]?.set(row[1], row);
  return keysPerSet.map((keys, set) => keys.map((key) => byKey[set]?.get(key)));
}
