import type { EdgesFrom, WalkEnds } from './walk-edges.sql.js';
import type { NodeFact, WalkWants } from './walked.js';

/** One thing that is asked of a walk: a table with a row per walk, whose columns are lists. What is not asked for is not in the statement. */
export interface WalkPart {
  readonly name: string;
  readonly columns: readonly string[];
  readonly text: string;
}

/** Whether a neighbour of the roots is one that is asked for; of other nodes all are. */
export const asked = (depth: string, id: string) => `(${depth} > 0 or $7::uuid is null or ${id} > $7::uuid)`;

/** What the parts have to know of the walk. */
export interface WalkForm {
  readonly edgesFrom: EdgesFrom;
  /** Whether there are nodes that it does not go on from. */
  readonly stops: boolean;
}

export function walkParts(
  ends: WalkEnds,
  { hidden, counts, edges, facts }: WalkWants,
  { edgesFrom, stops }: WalkForm,
): WalkPart[] {
  return [
    LEVELS,
    ...(hidden === false ? [] : hidden === 'COUNTED' ? [hiddenBehind(stops)] : [somethingBehind(stops)]),
    ...(counts ? [ahead(ends), behind(ends, edgesFrom)] : []),
    ...(edges === 'ENDS' ? [lines(ends)] : edges === 'WHOLE' ? [wholeLines(ends, edgesFrom)] : []),
    ...(facts.length > 0 ? [FACTS] : []),
  ];
}

const LEVELS: WalkPart = {
  name: 'level',
  columns: ['levels'],
  text: 'select number, json_agg(cardinality(ids) order by depth) as levels from walk group by number',
};

/** How many neighbours nodes have, by their places; a node with several edges to one has it once, and one without any is left out. */
const counted = (places: string, counts: string, pairs: string) =>
  `select number, json_agg(place) as "${places}", json_agg(count) as "${counts}"
     from (
       select number, place, count(*) as count from (select distinct number, place, other from (${pairs}) edge) pair group by number, place
     ) each
     group by number`;

/** The neighbours that were not followed, though the walk could have gone on there. */
const hiddenBehind = (stops: boolean): WalkPart => ({
  name: 'hidden',
  columns: ['hiddenAt', 'hidden'],
  text: counted('hiddenAt', 'hidden', `select number, near as place, other from drawn where ${isHidden(stops)}`),
});

/** Only whether there are some. To count them each is told apart from the others, which takes a sort of all. */
const somethingBehind = (stops: boolean): WalkPart => ({
  name: 'cut',
  columns: ['hiddenAt', 'hidden'],
  text: `select number, json_agg(near) as "hiddenAt", json_agg(1) as "hidden"
     from (select distinct number, near from drawn where ${isHidden(stops)}) each group by number`,
});

const isHidden = (stops: boolean) => `far is null and ${stops ? 'open and ' : ''}${asked('depth', 'other')}`;

const COUNTS = { src: ['upstreamAt', 'upstreamCounts'], dst: ['downstreamAt', 'downstreamCounts'] } as const;

/** All neighbours in the direction of the walk. */
function ahead({ far }: WalkEnds): WalkPart {
  const [places, counts] = COUNTS[far];
  const text = counted(places, counts, 'select number, near as place, other from drawn');
  return { name: 'ahead', columns: [places, counts], text };
}

/** Those in the other direction, which the walk did not read. */
function behind({ near, far }: WalkEnds, edgesFrom: EdgesFrom): WalkPart {
  const [places, counts] = COUNTS[near];
  const edges = `select m.number, m.place, e.${near} as other from member m ${edgesFrom({ near: far, far: near }, 'm.id')}`;
  return { name: 'behind', columns: [places, counts], text: counted(places, counts, edges) };
}

/** The edges between members, by the places of their ends. */
function lines({ near, far }: WalkEnds): WalkPart {
  const text = `select number, json_agg(near) as ${near}, json_agg(far) as ${far}, json_agg(kind) as "edgeKind"
     from (select number, near, far, kind from drawn where far is not null order by number, near, far, kind) inside
     group by number`;
  return { name: 'line', columns: ['src', 'dst', 'edgeKind'], text };
}

/** The same with what the index does not hold, for which the rows are read. */
function wholeLines({ near, far }: WalkEnds, edgesFrom: EdgesFrom): WalkPart {
  const text = `select number, json_agg(near) as ${near}, json_agg(far) as ${far}, json_agg(kind) as "edgeKind", json_agg(run_id) as "runId",
       json_agg(attributes) as attributes, json_agg(valid_from) as "validFrom", json_agg(valid_to) as "validTo"
     from (
       select e.*, o.place as far
       from (
         select m.number, m.place as near, e.${far} as other, e.kind, e.run_id, e.attributes, e.valid_from, e.valid_to
         from member m ${edgesFrom({ near, far }, 'm.id')}
       ) e
       full join member o on o.number = e.number and o.id = e.other
       where coalesce(e.near, -1) >= 0 and coalesce(o.place, -1) >= 0
       order by e.number, e.near, o.place, e.kind
     ) inside
     group by number`;
  return {
    name: 'whole_line',
    columns: ['src', 'dst', 'edgeKind', 'runId', 'attributes', 'validFrom', 'validTo'],
    text,
  };
}

const FACT_COLUMNS: Readonly<Record<NodeFact, string>> = {
  kind: 'kind',
  project: 'project',
  name: 'name',
  version: 'version',
  label: 'coalesce(label, name)',
  description: 'description',
  owner: 'owner',
  createdAt: 'created_at',
  createdBy: 'created_by',
  deletedAt: 'deleted_at',
};

export const NODE_FACTS = Object.keys(FACT_COLUMNS) as NodeFact[];

/** What the row of each node says, as far as $8 asks for it. */
const FACTS: WalkPart = {
  name: 'fact',
  columns: NODE_FACTS,
  text: `select number, ${NODE_FACTS.map((fact) => `json_agg("${fact}") filter (where '${fact}' = any($8::text[])) as "${fact}"`).join(',\n       ')}
     from (
       select m.number, n.*
       from member m
       left join lateral (
         select ${NODE_FACTS.map((fact) => `${FACT_COLUMNS[fact]} as "${fact}"`).join(', ')} from node where id = m.id offset 0
       ) n on true
       order by m.number, m.place
     ) inside
     group by number`,
};
