import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import { asked, VALID, type WalkEnds, type WalkPart, walkParts } from '../walk-parts.sql.js';
import { NOTHING_WALKED, readWalk, type Walk, type WalkRow, type WalkWants } from '../walked.js';

/** Which way a walk goes. Upstream is towards the data, against the edges. */
export type WalkDirection = 'UPSTREAM' | 'DOWNSTREAM';

export interface WalkLimits {
  readonly depth: number;
  readonly nodes: number;
  /** Milliseconds, by the clock of the database. */
  readonly time: number;
  /** 'infinity' for now: an edge that is still valid is valid then too. */
  readonly asOf: string;
  /** Of the roots' neighbours only those with greater ids are followed: what an earlier walk left. Undefined: all. */
  readonly after?: string | undefined;
  /** Nodes of other projects are not gone to, and stay hidden behind their neighbours. Undefined: all are. */
  readonly seen?: readonly string[] | undefined;
}

const ENDS: Readonly<Record<WalkDirection, WalkEnds>> = {
  UPSTREAM: { near: 'dst', far: 'src' },
  DOWNSTREAM: { near: 'src', far: 'dst' },
};

/*  One row per walk and level, with the edges that lead on from the level: each edge is read once, and each node expanded once,
 *  at its smallest depth.
 *
 *    depth   ids        visited          near ─▶ far
 *    0       {r}        {r}              1 ─▶ a, 1 ─▶ b
 *    1       {a, b}     {r, a, b}        1 ─▶ c, 2 ─▶ c, 2 ─▶ r     the far ends not visited yet, cut at the node limit
 *    2       {c}        {r, a, b, c}     1 ─▶ d                     at the greatest depth: d stays hidden behind c
 *
 *  `near` counts within its level. A level that is cut holds the least ids, so that the greatest of them says where to go on.
 *  How long the lists are is nothing that the planner can know. So no join of two of them may be a nested loop: "except" and
 *  "full join" never are.  */
function walkText({ near, far }: WalkEnds, parts: readonly WalkPart[], seen: string): string {
  const edgesFrom = (ids: string) => `cross join lateral (
       select array_agg(f.n::int) as near, array_agg(e.${far}) as far, array_agg(e.kind) as kind
       from unnest(${ids}) with ordinality as f (id, n) join edge e on e.${near} = f.id and ${VALID}
     ) lead`;
  return `with recursive walk (number, depth, ids, visited, near, far, kind) as (
     select root.number, 0, root.ids, root.ids, lead.near, lead.far, lead.kind
     from (
       select number, array_agg(id order by id) as ids from unnest($1::uuid[], $6::int[]) as start (id, number) group by number
     ) root
     ${edgesFrom('root.ids')}
     union all
     select w.number, w.depth + 1, step.ids, w.visited || step.ids, lead.near, lead.far, lead.kind
     from walk w
     cross join lateral (
       select (array_agg(next.id order by next.id))[1 : $3 - cardinality(w.visited)] as ids
       from (
         select n.id from unnest(w.far) as n (id) where ${asked('w.depth', 'n.id')}${seen} except select unnest(w.visited)
       ) next
     ) step
     ${edgesFrom('step.ids')}
     where w.depth < $2 and cardinality(w.visited) < $3 and step.ids is not null
       and clock_timestamp() < statement_timestamp() + $5 * interval '1 millisecond'
   ),
   whole as materialized (select distinct on (number) number, visited as ids from walk order by number, depth desc),
   -- The place of a node among all of its walk, from 0.
   member as materialized (
     select w.number, m.id, m.place::int - 1 as place from whole w cross join unnest(w.ids) with ordinality as m (id, place)
   ),
   -- The edges by the places of their ends; no place is far where the walk did not go.
   drawn as materialized (
     select e.number, e.depth, e.near, m.place as far, e.far as other, e.kind
     from (
       select w.number, w.depth, cardinality(w.visited) - cardinality(w.ids) + e.near - 1 as near, e.far, e.kind
       from walk w cross join unnest(w.near, w.far, w.kind) as e (near, far, kind)
     ) e
     full join member m on m.number = e.number and m.id = e.far
     where coalesce(e.near, -1) >= 0
   ),
   ${parts.map(({ name, text }) => `${name} as materialized (\n     ${text}\n   )`).join(',\n   ')}
   select whole.number as walk, array_to_json(whole.ids) as ids,
     ${parts.flatMap(({ name, columns }) => columns.map((column) => `${name}."${column}"`)).join(', ')}
   from whole
   ${parts.map(({ name }) => `left join ${name} using (number)`).join('\n   ')}
   order by whole.number`;
}

function walkStatement(direction: WalkDirection, wants: WalkWants, isVeiled: boolean): Statement {
  const parts = walkParts(ENDS[direction], wants);
  const words = ['walk', direction.toLowerCase(), ...parts.map((part) => part.name), ...(isVeiled ? ['own'] : [])];
  // The projects stand behind the facts, where any are wanted.
  const seen = isVeiled ? seenIn(wants.facts.length === 0 ? 8 : 9) : '';
  return statement(words.join('_'), walkText(ENDS[direction], parts, seen));
}

/** For whoever may not see all projects: a row is looked at for each node that is reached. */
function seenIn(parameter: number): string {
  return ` and exists (select from node v where v.id = n.id and v.project = any($${parameter}::text[]))`;
}

/** Directed closure of the roots within the limits, roots included. Indexes: edge_upstream, edge_downstream, primary keys. */
export async function selectWalk(
  db: Queryable,
  direction: WalkDirection,
  roots: readonly string[],
  limits: WalkLimits,
  wants: WalkWants,
  signal?: AbortSignal,
): Promise<Walk> {
  const [walk] = await selectWalks(db, direction, [roots], limits, wants, signal);
  return walk ?? NOTHING_WALKED;
}

/** Several walks in one statement, each as if it were alone; `walks[n]` are the roots of number n. */
export async function selectWalks(
  db: Queryable,
  direction: WalkDirection,
  walks: readonly (readonly string[])[],
  limits: WalkLimits,
  wants: WalkWants,
  signal?: AbortSignal,
): Promise<Walk[]> {
  const numbers = walks.flatMap((roots, number) => roots.map(() => number));
  const { depth, nodes, asOf, time, after = null, seen } = limits;
  const values = [walks.flat(), depth, nodes, asOf, time, numbers, after];
  const facts = wants.facts.length === 0 ? [] : [wants.facts];
  const veil = seen === undefined ? [] : [seen];
  const rows = await db.query<WalkRow>(
    walkStatement(direction, wants, seen !== undefined),
    [...values, ...facts, ...veil],
    signal,
  );
  const byNumber = new Map(rows.map((row) => [row.walk, readWalk(row)]));
  return walks.map((_, number) => byNumber.get(number) ?? NOTHING_WALKED);
}
