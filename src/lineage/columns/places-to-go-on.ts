import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { Place } from '../places/place.js';
import { resolvePlaces, splitMember } from '../places/resolve-places.js';

/**
 * The places that references mean to which a frontier gave members: `dataset_01j…:delay` is a column of that dataset, whatever its versions have, for
 * columns go along edges that know nothing of schemas. What begins with no id means what it means elsewhere. Throws like resolvePlaces.
 */
export async function placesToGoOn(
  db: Queryable,
  graph: Graph,
  caller: Caller,
  refs: readonly string[],
): Promise<Place[]> {
  const given = refs.map((ref) => {
    const { stem, member } = splitMember(ref);
    const isOfId = member !== undefined && fromPublicId(stem, graph.kinds) !== undefined;
    return isOfId ? { ref: stem, member } : { ref, member: undefined };
  });
  const named = given.map(({ ref }) => ref);
  const places = await resolvePlaces(db, graph, caller, named);
  return places.map((place, index) => ({ ...place, member: given[index]?.member ?? place.member }));
}
