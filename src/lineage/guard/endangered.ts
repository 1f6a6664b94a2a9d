import type { KindRegistry } from '../../graph/nodes/kinds/kind-registry.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { Place } from '../places/place.js';

/** What is live and in danger. */
export interface LiveInDanger {
  readonly ids: readonly string[];
  /** How one of them is reached that is nearest, from what is in danger to it; undefined: by a way too long to be told. */
  readonly nearestWay: () => Promise<readonly Place[] | undefined>;
}

/** Of these nodes those that are live, as their kinds say. */
export async function liveAmong(db: Queryable, kinds: KindRegistry, ids: readonly string[]): Promise<string[]> {
  const live: string[] = [];
  for (const { findLive } of kinds.all) for (const id of (await findLive?.(db, ids)) ?? []) live.push(id);
  return live;
}
