import { type Queryable, type Statement, statement } from '../platform/database/queryable.js';

/** Which way a walk goes. Upstream is towards the data, against the edges. */
export type WalkDirection = 'UPSTREAM' | 'DOWNSTREAM';

/** One node that a walk visited. */
export interface WalkedNode {
  /** Number of the walk that visited it, from 0. */
  readonly walk: number;
  readonly id: string;
  /** Edges on the shortest path from a root. */
  readonly depth: number;
  /** Neighbours further along that the walk did not visit. */
  readonly hidden: number;
  readonly upstreamCount: number;
  readonly downstreamCount: number;
}

export interface WalkLimits {
  readonly depth: number;
  readonly nodes: number;
  /** Milliseconds, by the clock of the database. */
  readonly time: number;
  /** 'infinity' for now: an edge that is still valid is valid then too. */
  readonly asOf: string;
  /** Of the roots' neighbours only those with greater ids are followed: what an earlier walk left. Undefined: all. */
  readonly after?: string | undefined;
}

/*  One row per walk and level, so that a node is expanded once, at its smallest depth:
 *
 *    depth   frontier      visited
 *    0       {roots}       {roots}
 *    1       {a, b}        {roots, a, b}         neighbours of the frontier that are not visited yet,
 *    2       {c}           {roots, a, b, c}      cut at the node limit
 *
 *  A level that is cut holds the least ids, so that the greatest of them says where to go on.
 */
function walkStatement(name: string, near: 'src' | 'dst', far: 'src' | 'dst'): Statement {
  const valid =
    'e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null';
  const asked = (depth: string, id: string) => `(${depth} > 0 or $7::uuid is null or ${id} > $7::uuid)`;
  return statement(
    name,
    `with recursive walk (number, depth, frontier, visited) as (
       select start.number, 0, array_agg(start.id), array_agg(start.id)
       from unnest($1::uuid[], $6::int[]) as start (id, number) group by start.number
       union all
       select w.number, w.depth + 1, step.ids, w.visited || step.ids
       from walk w
       cross join lateral (
         select (array_agg(next.id order by next.id))[1 : $3 - cardinality(w.visited)] as ids
         from (
           select distinct e.${far} as id
           from unnest(w.frontier) as f (id)
           join edge e on e.${near} = f.id and ${valid}
           left join unnest(w.visited) as v (id) on v.id = e.${far}
           where v.id is null and ${asked('w.depth', `e.${far}`)}
         ) next
       ) step
       where w.depth < $2 and cardinality(w.visited) < $3 and step.ids is not null
         and clock_timestamp() < statement_timestamp() + $5 * interval '1 millisecond'
     ),
     member as materialized (
       select w.number, w.depth, f.id from walk w cross join unnest(w.frontier) as f (id)
     ),
     -- A node with several edges to one neighbour has that neighbour once.
     neighbour as materialized (
       select distinct m.number, m.id, m.depth, e.${far} as other from member m join edge e on e.${near} = m.id and ${valid}
     ),
     ahead as (
       select n.number, n.id, count(*)::int as total,
         count(*) filter (where seen.id is null and ${asked('n.depth', 'n.other')})::int as hidden
       from neighbour n left join member seen on seen.number = n.number and seen.id = n.other
       group by n.number, n.id
     ),
     behind as (
       select m.id, count(distinct e.${near})::int as total
       from (select distinct id from member) m join edge e on e.${far} = m.id and ${valid} group by m.id
     )
     select m.number as walk, m.id, m.depth, coalesce(a.hidden, 0) as hidden,
       coalesce(${far === 'src' ? 'a' : 'b'}.total, 0) as "upstreamCount",
       coalesce(${far === 'src' ? 'b' : 'a'}.total, 0) as "downstreamCount"
     from member m
     left join ahead a on a.number = m.number and a.id = m.id
     left join behind b on b.id = m.id
     order by m.number, m.depth, m.id`,
  );
}

const WALKS = {
  UPSTREAM: walkStatement('walk_upstream', 'dst', 'src'),
  DOWNSTREAM: walkStatement('walk_downstream', 'src', 'dst'),
} as const;

/** Directed closure of the roots within the limits, roots included. Indexes: edge_upstream, edge_downstream. */
export function selectWalk(
  db: Queryable,
  direction: WalkDirection,
  roots: readonly string[],
  limits: WalkLimits,
  signal?: AbortSignal,
): Promise<WalkedNode[]> {
  return selectWalks(db, direction, [roots], limits, signal);
}

/** Several walks in one statement, each as if it were alone; `walks[n]` are the roots of number n. */
export function selectWalks(
  db: Queryable,
  direction: WalkDirection,
  walks: readonly (readonly string[])[],
  limits: WalkLimits,
  signal?: AbortSignal,
): Promise<WalkedNode[]> {
  const numbers = walks.flatMap((roots, number) => roots.map(() => number));
  const values = [walks.flat(), limits.depth, limits.nodes, limits.asOf, limits.time, numbers, limits.after ?? null];
  return db.query<WalkedNode>(WALKS[direction], values, signal);
}
