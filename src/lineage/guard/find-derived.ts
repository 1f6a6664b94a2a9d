import { type EdgeRow, selectEdgesOfKinds } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import { Turns } from '../../platform/turns/turns.js';
import { carry } from '../places/carry.js';
import { type Place, placeKey } from '../places/place.js';

/** With what they say of columns, so many edges are some hundred megabytes. */
const MOST = 200_000;

/** The edges that lead from columns to columns: made from each other, or the same in another version or under another name. */
const DERIVING = [EdgeKind.DERIVED_FROM, EdgeKind.VERSION_OF, EdgeKind.SAME_AS];

/*   flights@1:delay ──DERIVED_FROM {minutes: [delay]}──▶ flights_clean@1:minutes ──DERIVED_FROM──▶ all of flights_daily@4: it doesn't tell of columns  */

/** The nodes with what is made from columns, these first, and the edges there. Throws FAILED_PRECONDITION, beginning with `what`, where that is too much to look at. */
export async function findDerived(
  db: Queryable,
  columns: readonly Place[],
  what: string,
  most = MOST,
): Promise<{ readonly ids: readonly string[]; readonly edges: readonly EdgeRow[] }> {
  const turns = new Turns();
  const ids = new Set(columns.map(({ id }) => id));
  const seen = new Set(columns.map(placeKey));
  const outOf = new Map<string, EdgeRow[]>();
  const edges: EdgeRow[] = [];
  for (let level = columns; level.length > 0; ) {
    const unread = [...new Set(level.map(({ id }) => id))].filter((id) => !outOf.has(id));
    for (const id of unread) outOf.set(id, []);
    const found = unread.length === 0 ? [] : await selectEdgesOfKinds(db, unread, DERIVING, most - edges.length + 1);
    for (const edge of found) {
      edges.push(edge);
      outOf.get(edge.src)?.push(edge);
    }
    if (edges.length > most)
      throw failedPrecondition(
        `${what}: more than ${most.toLocaleString('en')} edges lead on from there to what was made from it, too many to look at all of them.`,
        { expected: most, incompleteBecause: 'NODE_LIMIT' },
      );
    const next: Place[] = [];
    for (const { id, member } of level) {
      if (turns.isOver) await turns.next();
      for (const edge of outOf.get(id) ?? [])
        for (const reached of carry(edge, member)) {
          const place = { id: edge.dst, member: reached };
          const key = placeKey(place);
          if (seen.has(key)) continue;
          seen.add(key);
          ids.add(place.id);
          next.push(place);
        }
    }
    level = next;
  }
  return { ids: [...ids], edges };
}
