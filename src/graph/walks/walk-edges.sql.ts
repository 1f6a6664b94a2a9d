/** Which end of an edge a walk comes from, and which it goes to. */
export interface WalkEnds {
  readonly near: 'src' | 'dst';
  readonly far: 'src' | 'dst';
}

/** Of an edge `e`: whether it held at the time that is asked about. */
export const VALID =
  'e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null';

/** Joins the edges `e` that begin at the near end in a node, which an expression names. */
export type EdgesFrom = (ends: WalkEnds, id: string) => string;

export const edgesOfNodes: EdgesFrom = ({ near }, id) => `join edge e on e.${near} = ${id} and ${VALID}`;

/** Of a row `o` of a node: the one that it is a version of, or else itself. */
const whole = (node: string) => `case when ${node}.version is null then ${node}.id else ${node}.parent_id end`;

/*   flights@1 ──▶ flights_clean@1            a node with versions stands for all of them, and an edge for all between them:
 *   flights@2 ──▶ flights_clean@2            flights ──▶ flights_clean, since the first of them until the last
 *   flights ──VERSION_OF──▶ flights@1        stays within flights, and is none                                            */
export const logicalEdges: EdgesFrom = ({ near, far }, id) => `cross join lateral (
         select ${whole('o')} as ${far}, e.kind, null::uuid as run_id, null::jsonb as attributes, min(e.valid_from) as valid_from,
           case when bool_and(e.valid_to is not null) then max(e.valid_to) end as valid_to
         from (
           select ${id} as id union all select v.id from node v where v.parent_id = ${id} and v.version is not null
         ) member
         join edge e on e.${near} = member.id and ${VALID}
         join node o on o.id = e.${far}
         where ${whole('o')} <> ${id}
         group by 1, 2
       ) e`;
