import { type EdgeRow, selectEdgesOutOf } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { KindRegistry } from '../../graph/nodes/kinds/kind-registry.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { Turns } from '../../platform/turns/turns.js';
import { type Reached, spread, wayTo } from '../impact/spread.js';
import { type LiveInDanger, liveAmong } from './endangered.js';

/** The only edges that name columns or features, or lead from who reads them to where that serves. */
const READING = [EdgeKind.SOURCE, EdgeKind.SIGNATURE, EdgeKind.BINDING];

/*   flights@1:delay ──SOURCE {mean_delay: [delay]}──▶ airport_traffic@1:mean_delay ──SIGNATURE──▶ flight_delay@4 ──BINDING──▶ production/…
 *   flights@1 ──INPUT──▶ run ──OUTPUT──▶ flight_delay@3     it learnt from that once, and goes on without it            */

/**
 * What is live and reads columns or features. An edge of these kinds that doesn't name what it carries may carry all. Nothing cuts the search:
 * it has as many steps as there are kinds.
 */
export async function findMemberReaders(
  db: Queryable,
  kinds: KindRegistry,
  members: readonly { readonly id: string; readonly member: string }[],
): Promise<LiveInDanger> {
  const edges: EdgeRow[] = [];
  let from = [...new Set(members.map(({ id }) => id))];
  for (const kind of READING) {
    const found = await selectEdgesOutOf(db, from, kind);
    edges.push(...found);
    from = [...new Set([...(kind === EdgeKind.SOURCE ? from : []), ...found.map(({ dst }) => dst)])];
  }
  const readers = new Map<string, Reached>();
  for (const reached of await spread(edges, members, new Turns()))
    if (!readers.has(reached.place.id)) readers.set(reached.place.id, reached);
  const ids = await liveAmong(db, kinds, [...readers.keys()]);
  const live = new Set(ids);
  const nearest = [...readers.values()].find(({ place }) => live.has(place.id));
  return { ids, nearestWay: async () => nearest && wayTo(nearest) };
}
