import type { Database } from '../../platform/database/database.js';
import { now } from '../../platform/instant.js';
import { type EntityKey, readEntityKeys, refuseExtraKeys } from '../values/entity-keys.js';
import { FeatureTableText } from './feature-table.js';
import { ExpiredPolicy, type LookupOptions } from './lookup-enums.js';
import type { LookupPlan, PlannedSet } from './lookup-plan.js';
import { type OnlineRow, selectOnlineRows } from './online.sql.js';

/**
 * Reads the current values of a plan's features for some entities: one statement, whatever their number.
 * It takes no signal: it lasts a millisecond or two, and what makes it last longer ends with the statement timeout.
 */
export async function lookUpOnline(
  database: Database,
  plan: LookupPlan,
  entities: unknown,
  options: LookupOptions,
): Promise<FeatureTableText> {
  const keys = readEntityKeys(entities);
  refuseExtraKeys(keys, plan.joinKeys);
  const keysPerSet = plan.sets.map((set) => encodeKeys(set, keys));
  const needsTimes = options.valuesOnly !== true || options.onExpired === ExpiredPolicy.NULL;
  const statement = needsTimes ? plan.statement : plan.valuesStatement;
  const found =
    keys.length === 0 ? [] : await database.withClient((client) => selectOnlineRows(client, statement, keysPerSet));
  return new FeatureTableText(plan, keys, arrange(keysPerSet, found), now(), options);
}

function encodeKeys(set: PlannedSet, keys: readonly EntityKey[]): string[] {
  return keys.map((key, index) => set.encodeKey(key, () => `entities[${index}]`));
}

/** Rows come in any order and once per key; answers stand in the order asked, duplicates included. */
function arrange(keysPerSet: readonly (readonly string[])[], found: readonly OnlineRow[]): (OnlineRow | undefined)[][] {
  const byKey = keysPerSet.map(() => new Map<string, OnlineRow>());
  for (const row of found) byKey[Number(row[0])]?.set(row[1], row);
  return keysPerSet.map((keys, set) => keys.map((key) => byKey[set]?.get(key)));
}
