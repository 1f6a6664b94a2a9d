import { type EdgeRow, selectEdgesOutOf } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { KindRegistry } from '../../graph/nodes/kinds/kind-registry.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { Turns } from '../../platform/turns/turns.js';
import { type Reached, spread, wayTo } from '../impact/spread.js';
import { type LiveInDanger, liveAmong } from './endangered.js';
import { findDerived } from './find-derived.js';

/** From data to features, to who reads them, to where that serves. */
const READING = [EdgeKind.SOURCE, EdgeKind.SIGNATURE, EdgeKind.BINDING];

/*   flights@1:delay ──DERIVED_FROM──▶ … ──SOURCE {mean_delay: [delay]}──▶ airport_traffic@1:mean_delay ──SIGNATURE──▶ flight_delay@4 ──BINDING──▶ production/…
 *   flights@1 ──INPUT──▶ run ──OUTPUT──▶ flight_delay@3     it learnt from that once, and goes on without it            */

/**
 * What is live and reads columns or features, also of what data was made from. An edge of these kinds that doesn't name what it carries may carry
 * all. Nothing cuts the search: throws FAILED_PRECONDITION, beginning with `what`, where it would have to.
 */
export async function findMemberReaders(
  db: Queryable,
  kinds: KindRegistry,
  members: readonly { readonly id: string; readonly member: string }[],
  what: string,
): Promise<LiveInDanger> {
  const derived = await findDerived(db, members, what);
  const edges: EdgeRow[] = [...derived.edges];
  let from = [...derived.ids];
  for (const kind of READING) {
    const found = await selectEdgesOutOf(db, from, kind);
    for (const edge of found) edges.push(edge);
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
