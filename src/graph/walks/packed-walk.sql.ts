import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import { type PackedRow, type PackedWalk, readPacked } from './packed-walk.js';
import { ENDS, type WalkDirection, type WalkLimits } from './walk.sql.js';
import { edgesOfNodes, VALID, type WalkEnds } from './walk-edges.sql.js';

/** What a packed walk can be told. */
export type PackedLimits = Omit<WalkLimits, 'stop' | 'logical'>;

const asked = (depth: string, id: string) => `(${depth} > 0 or $6::uuid is null or ${id} > $6::uuid)`;

/** Where among the sorted ids one stands, from 1; null where the walk did not go. A search of a list costs less than a row of a join. */
const ranked = (
  id: string,
  from: string,
) => `select f.*, case when (select ids from sorted)[f.spot] = f.${id} then f.spot end as rank
       from (select f.*, width_bucket(f.${id}, (select ids from sorted)) as spot from ${from} offset 0) f offset 0`;

/*  The same walk as in walk.sql.ts, of one question only, for an answer that is columns: so few words are made into rows that most of the time goes into
 *  reading the edges and nodes.
 *
 *    ids      r  b  c  a        by depth, then id: what stands in the answer
 *    sorted   a  b  c  r        ranks 1 to 4, places 3, 1, 2, 0
 *    near     1 | 1,1,2 |       of each level the edges that lead on from it: the number of the node in its level,
 *    far      2,3 | 1,1,null    and the rank of the node that they lead to; null: nobody went there, so something is cut
 *
 *  Nodes come in the order of their ids, as their primary key has them, so of them only places are told. The edges of the last level, which are not
 *  followed, are found by one search of the index.  */
function packedText(ends: WalkEnds, seen: string): string {
  const { near, far } = ends;
  const lead = (ids: string, followed: string) => `cross join lateral (
       select string_agg(f.n::text, ',') as near, array_agg(e.${far}) as far, string_agg(e.kind, ',') as kind
       from unnest(${ids}) with ordinality as f (id, n) ${edgesOfNodes(ends, 'f.id')}
       where ${followed}
     ) lead`;
  return `with recursive walk (depth, ids, visited, near, far, kind) as (
     select 0, root.ids, root.ids, lead.near, lead.far, lead.kind
     from (select array_agg(id order by id) as ids from unnest($1::uuid[]) as start (id) having count(id) > 0) root
     ${lead('root.ids', '$2 > 0 and cardinality(root.ids) < $3')}
     union all
     select w.depth + 1, step.ids, w.visited || step.ids, lead.near, lead.far, lead.kind
     from walk w
     cross join lateral (
       select (array_agg(next.id order by next.id))[1 : $3 - cardinality(w.visited)] as ids
       from (select n.id from unnest(w.far) as n (id) where ${asked('w.depth', 'n.id')}${seen} except select unnest(w.visited)) next
     ) step
     ${lead('step.ids', 'w.depth + 1 < $2 and cardinality(w.visited) + cardinality(step.ids) < $3')}
     where w.depth < $2 and cardinality(w.visited) < $3 and step.ids is not null
       and clock_timestamp() < statement_timestamp() + $5 * interval '1 millisecond'
   ),
   whole as materialized (
     select visited as ids, ids as level, depth from walk order by depth desc limit 1
   ),
   sorted as materialized (
     select array_agg(id) as ids, array_agg(place) as places
     from (
       select m.id, m.place::int - 1 as place from unnest((select ids from whole)) with ordinality as m (id, place) order by m.id offset 0
     ) m
   ),
   followed as materialized (
     select json_agg(cardinality(w.ids) order by w.depth) as levels, json_agg(w.near order by w.depth) as near, json_agg(led.far order by w.depth) as far,
       json_agg(w.kind order by w.depth) as "edgeKinds", json_agg(led.cut order by w.depth) as cut
     from walk w cross join lateral (
       select array_to_string(array_agg(e.rank), ',', 'null') as far, bool_or(e.rank is null and ${asked('w.depth', 'e.id')}) as cut
       from (${ranked('id', 'unnest(w.far) as f (id)')}) e
     ) led
   ),
   last as materialized (
     select bool_or(e.rank is null and ${asked('(select depth from whole)', `e.${far}`)}) as "lastCut",
       string_agg(width_bucket(e.${near}, (select level from whole))::text, ',') filter (where e.rank is not null) as "lastNear",
       string_agg(e.rank::text, ',') filter (where e.rank is not null) as "lastFar", string_agg(e.kind, ',') filter (where e.rank is not null) as "lastKinds"
     from (${ranked(
       far,
       `(
         select e.src, e.dst, e.kind from edge e
         where e.${near} = any((select level from whole where depth >= $2 or cardinality(ids) >= $3)::uuid[]) and ${VALID}
       ) f`,
     )}) e
   ),
   fact as materialized (
     select count(*)::int as found, string_agg(n.kind, ',') as kinds, json_agg(n.label) as labels,
       json_agg(width_bucket(n.id, (select ids from sorted))) filter (where n.deleted_at is not null) as deleted
     from (
       select id, kind, coalesce(label, name) as label, deleted_at from node where id = any((select ids from whole)::uuid[]) order by id offset 0
     ) n
   )
   select array_send(whole.ids) as ids, array_to_string(sorted.places, ',') as places, followed.*, last.*, fact.*
   from whole cross join sorted cross join followed cross join last cross join fact`;
}

const STATEMENTS: Readonly<Record<WalkDirection, { readonly all: Statement; readonly own: Statement }>> = {
  UPSTREAM: statements('UPSTREAM', 'up'),
  DOWNSTREAM: statements('DOWNSTREAM', 'down'),
};

function statements(direction: WalkDirection, word: string) {
  const seen = ' and exists (select from node v where v.id = n.id and v.project = any($7::text[]))';
  return {
    all: statement(`walk_${word}_packed`, packedText(ENDS[direction], '')),
    own: statement(`walk_${word}_packed_own`, packedText(ENDS[direction], seen)),
  };
}

/** Directed closure of the roots within the limits, roots included, as columns. Undefined without roots. Indexes: edge_upstream, edge_downstream, primary key. */
export async function selectPackedWalk(
  db: Queryable,
  direction: WalkDirection,
  roots: readonly string[],
  { depth, nodes, asOf, time, after, seen }: PackedLimits,
  signal?: AbortSignal,
): Promise<PackedWalk | undefined> {
  const { all, own } = STATEMENTS[direction];
  const values = [roots, depth, nodes, asOf, time, after ?? null];
  const [row] = await (seen === undefined
    ? db.query<PackedRow>(all, values, signal)
    : db.query<PackedRow>(own, [...values, seen], signal));
  return row && readPacked(row, ENDS[direction].near);
}
