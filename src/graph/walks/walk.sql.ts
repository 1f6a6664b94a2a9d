import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import { edgesOfNodes, logicalEdges, type WalkEnds } from './walk-edges.sql.js';
import { asked, factBits, type WalkPart, walkParts } from './walk-parts.sql.js';
import { NOTHING_WALKED, readWalk, type Walk, type WalkRow, type WalkWants } from './walked.js';

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
  /** Nodes that are visited, but not gone on from, unless the walk begins there. Undefined: none are. */
  readonly stop?: WalkStop | undefined;
  /** Whether a node with versions stands for all of them; roots are such nodes then. */
  readonly logical?: boolean | undefined;
}

export interface WalkStop {
  readonly kinds: readonly string[];
  readonly ids: readonly string[];
}

export const ENDS: Readonly<Record<WalkDirection, WalkEnds>> = {
  UPSTREAM: { near: 'dst', far: 'src' },
  DOWNSTREAM: { near: 'src', far: 'dst' },
};

/*  One row per walk and level, with the edges that lead on from the level: each edge is read once, and each node expanded once,
 *  at its smallest depth.
 *
 *    depth   ids        visited          near ─▶ far
 *    0       {r}        {r}              1 ─▶ a, 1 ─▶ b
 *    1       {a, b}     {r, a, b}        1 ─▶ c, 2 ─▶ c, 2 ─▶ r     the far ends not visited yet, cut at the node limit
 *    2       {c}        {r, a, b, c}                                at the greatest depth, or the node limit: nothing is followed
 *
 *  `near` counts within its level. A level that is cut holds the least ids, so that the greatest of them says where to go on.
 *  Most edges begin in the last level, from which none is followed: they are not collected, but read where something is asked of
 *  them, as 1 ─▶ d, which stays hidden behind c.
 *  How long the lists are is nothing that the planner can know. So no join of two of them may be a nested loop: "except" and
 *  "full join" never are. And "offset 0" keeps the lists out of rows that are sorted or hashed.  */
function walkText(ends: WalkEnds, parts: readonly WalkPart[], { seen, stops, edges }: WalkWords): string {
  const { far } = ends;
  const [open, leadOpen, drawnOpen] = stops === undefined ? ['', '', ''] : [', open', ', lead.open', ', e.open'];
  const isDrawn = parts.some(({ text }) => text.includes('from drawn'));
  const nodesOf = (ids: string, isOpen: string | undefined) =>
    isOpen === undefined
      ? `unnest(${ids}) with ordinality as f (id, n)`
      : `(select l.id, l.n, ${isOpen} as open from unnest(${ids}) with ordinality as l (id, n) offset 0) f`;
  const edgesFrom = (ids: string, isOpen: string | undefined, followed: string) => `cross join lateral (
       select array_agg(f.n::int) as near, array_agg(e.${far}) as far, array_agg(e.kind) as kind${isOpen === undefined ? '' : ', array_agg(f.open) as open'}
       from ${nodesOf(ids, isOpen)} ${edges('f.id')}
       where ${followed}
     ) lead`;
  const drawn = `-- The edges by the places of their ends; no place is far where the walk did not go.
   drawn as (
     select e.number, e.depth, e.near, m.place as far, e.far as other, e.kind${drawnOpen}
     from (
       select w.number, w.depth, cardinality(w.visited) - cardinality(w.ids) + e.near - 1 as near, e.far, e.kind${drawnOpen}
       from walk w cross join unnest(w.near, w.far, w.kind${stops === undefined ? '' : ', w.open'}) as e (near, far, kind${open})
       union all
       (select w.number, w.depth, cardinality(w.ids) - cardinality(w.level) + f.n::int - 1, e.${far}, e.kind${stops === undefined ? '' : ', f.open'}
       from whole w cross join lateral ${nodesOf('w.level', stops && `w.depth = 0 or ${stops}`)} ${edges('f.id')}
       where w.depth >= $2 or cardinality(w.ids) >= $3
       offset 0)
     ) e
     full join member m on m.number = e.number and m.id = e.far
     where coalesce(e.near, -1) >= 0
     offset 0
   ),`;
  return `with recursive walk (number, depth, ids, visited, near, far, kind${open}) as (
     select root.number, 0, root.ids, root.ids, lead.near, lead.far, lead.kind${leadOpen}
     from (
       select number, array_agg(id order by id) as ids from unnest($1::uuid[], $6::int[]) as start (id, number) group by number
     ) root
     ${edgesFrom('root.ids', stops && 'true', '$2 > 0 and cardinality(root.ids) < $3')}
     union all
     select w.number, w.depth + 1, step.ids, w.visited || step.ids, lead.near, lead.far, lead.kind${leadOpen}
     from walk w
     cross join lateral (
       select (array_agg(next.id order by next.id))[1 : $3 - cardinality(w.visited)] as ids
       from (
         select n.id from ${stops === undefined ? 'unnest(w.far) as n (id) where' : 'unnest(w.far, w.open) as n (id, open) where n.open and'} ${asked('w.depth', 'n.id')}${seen} except select unnest(w.visited)
       ) next
     ) step
     ${edgesFrom('step.ids', stops, 'w.depth + 1 < $2 and cardinality(w.visited) + cardinality(step.ids) < $3')}
     where w.depth < $2 and cardinality(w.visited) < $3 and step.ids is not null
       and clock_timestamp() < statement_timestamp() + $5 * interval '1 millisecond'
   ),
   whole as materialized (
     select distinct on (number) number, visited as ids, ids as level, depth from walk order by number, depth desc
   ),
   -- The place of a node among all of its walk, from 0.
   member as materialized (
     select w.number, m.id, m.place::int - 1 as place from whole w cross join unnest(w.ids) with ordinality as m (id, place)
   ),
   ${isDrawn ? drawn : ''}
   ${parts.map(({ name, text }) => `${name} as materialized (\n     ${text}\n   )`).join(',\n   ')}
   select whole.number as walk, array_to_json(whole.ids) as ids,
     ${parts.flatMap(({ name, columns }) => columns.map((column) => `${name}."${column}"`)).join(', ')}
   from whole
   ${parts.map(({ name }) => `left join ${name} using (number)`).join('\n   ')}
   order by whole.number`;
}

/** What a statement says besides its parts. */
interface WalkWords {
  readonly seen: string;
  /** Of a node `l` of a level, whether the walk goes on from it; undefined: from all. */
  readonly stops: string | undefined;
  readonly edges: (id: string) => string;
}

/** What every statement has needs no word in its name. */
const isChosen = (part: string) => part !== 'level';

function walkStatement(direction: WalkDirection, wants: WalkWants, limits: WalkLimits): Statement {
  const ends = ENDS[direction];
  const edgesFrom = limits.logical === true ? logicalEdges : edgesOfNodes;
  const parts = walkParts(ends, wants, { edgesFrom, stops: limits.stop !== undefined });
  // What is there stands in this order behind the seven that always are: facts, projects, kinds and nodes to stop at.
  const afterFacts = wants.facts.length === 0 ? 8 : 9;
  const afterSeen = limits.seen === undefined ? afterFacts : afterFacts + 1;
  const words = [
    ...['walk', direction === 'UPSTREAM' ? 'up' : 'down', ...parts.map((part) => part.name).filter(isChosen)],
    ...(limits.seen === undefined ? [] : ['own']),
    ...(limits.stop === undefined ? [] : ['stop']),
    ...(limits.logical === true ? ['logical'] : []),
  ];
  const text = walkText(ends, parts, {
    seen: limits.seen === undefined ? '' : seenIn(afterFacts),
    stops: limits.stop && openUnless(afterSeen),
    edges: (id) => edgesFrom(ends, id),
  });
  return statement(words.join('_'), text);
}

function openUnless(first: number): string {
  return `not exists (select from node v where v.id = l.id and (v.kind = any($${first}::text[]) or v.id = any($${first + 1}::uuid[])))`;
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
  const { depth, nodes, asOf, time, after = null, seen, stop } = limits;
  const values = [walks.flat(), depth, nodes, asOf, time, numbers, after];
  const facts = wants.facts.length === 0 ? [] : [factBits(wants.facts)];
  const veil = seen === undefined ? [] : [seen];
  const rows = await db.query<WalkRow>(
    walkStatement(direction, wants, limits),
    [...values, ...facts, ...veil, ...(stop === undefined ? [] : [stop.kinds, stop.ids])],
    signal,
  );
  const byNumber = new Map(rows.map((row) => [row.walk, readWalk(row, ENDS[direction].near)]));
  return walks.map((_, number) => byNumber.get(number) ?? NOTHING_WALKED);
}
