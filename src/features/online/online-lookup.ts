import type { Database } from '../../platform/database/database.js';
import { now } from '../../platform/instant.js';
import { readHistory } from '../history/read-history.js';
import { readEntityKeys, refuseExtraKeys } from '../values/entity-keys.js';
import { FeatureTableText } from './feature-table.js';
import { ExpiredPolicy, type LookupOptions, type ReadingTime } from './lookup-enums.js';
import { encodeKeys, type LookupPlan } from './lookup-plan.js';
import { type OnlineRow, selectOnlineRows } from './online.sql.js';

/** Reads features for some entities: what is online now, or from history where a reading time is given. */
export async function lookUp(
  database: Database,
  plan: LookupPlan,
  entities: unknown,
  options: LookupOptions,
  at: ReadingTime,
): Promise<FeatureTableText> {
  if (at.asOf == null && at.knownAt == null) return lookUpOnline(database, plan, entities, options);
  const keys = readEntityKeys(entities);
  refuseExtraKeys(keys, plan.joinKeys);
  const moment = at.asOf ?? now();
  const rows = await readHistory(
    database,
    plan,
    keys,
    keys.map(() => moment),
    keys.map(() => at.knownAt ?? 'infinity'),
  );
  return new FeatureTableText(plan, keys, rows, moment, options);
}

/**
 * Reads the current values of a plan's features for some entities: one statement, whatever their number.
 * It takes no signal: it lasts a millisecond or two, and what makes it last longer ends with the statement timeout.
 */
async function lookUpOnline(
  database: Database,
  plan: LookupPlan,
  entities: unknown,
  options: LookupOptions,
): Promise<FeatureTableText> {
  const keys = readEntityKeys(entities);
  refuseExtraKeys(keys, plan.joinKeys);
  const keysPerSet = plan.sets.map((set) => encodeKeys(set, keys, 'entities'));
  const needsTimes = options.valuesOnly !== true || options.onExpired === ExpiredPolicy.NULL;
  const statement = needsTimes ? plan.statement : plan.valuesStatement;
  const found =
    keys.length === 0 ? [] : await database.withClient((client) => selectOnlineRows(client, statement, keysPerSet));
  return new FeatureTableText(plan, keys, arrange(keysPerSet, found), now(), options);
}

/** Rows come in any order and once per key; answers stand in the order asked, duplicates included. */
function arrange(keysPerSet: readonly (readonly string[])[], found: readonly OnlineRow[]): (OnlineRow | undefined)[][] {
  const byKey = keysPerSet.map(() => new Map<string, OnlineRow>());
  for (const row of found) byKey[Number(row[0])]?.set(row[1], row);
  return keysPerSet.map((keys, set) => keys.map((key) => byKey[set]?.get(key)));
}
