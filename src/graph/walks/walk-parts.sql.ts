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
    ...(hidden === 'COUNTED' ? [hiddenBehind(stops)] : []),
    ...(hidden === true || edges === 'ENDS'
      ? [lines(ends, { cut: hidden === true, inside: edges === 'ENDS', stops })]
      : []),
    ...(counts ? [ahead(ends), behind(ends, edgesFrom)] : []),
    ...(edges === 'WHOLE' ? [wholeLines(ends, edgesFrom)] : []),
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

interface Lines {
  /** Whether it is told behind which nodes something is hidden, each as often as that is. To count them would take a sort of all. */
  readonly cut: boolean;
  /** Whether the edges between members are, by the places of their ends, in no order. */
  readonly inside: boolean;
  readonly stops: boolean;
}

/** In one go: what is drawn is many rows, which would be kept to be read again. */
function lines({ near, far }: WalkEnds, { cut, inside, stops }: Lines): WalkPart {
  const of = (value: string, where: string, name: string) => `json_agg(${value}) filter (where ${where}) as "${name}"`;
  const columns = [
    ...(cut ? [of('near', isHidden(stops), 'hiddenAt')] : []),
    ...(inside ? [of('near', INSIDE, near), of('far', INSIDE, far), of('kind', INSIDE, 'edgeKind')] : []),
  ];
  return {
    name: [...(cut ? ['cut'] : []), ...(inside ? ['line'] : [])].join('_'),
    columns: [...(cut ? ['hiddenAt'] : []), ...(inside ? ['src', 'dst', 'edgeKind'] : [])],
    text: `select number, ${columns.join(',\n       ')}
     from drawn group by number`,
  };
}

const INSIDE = 'far is not null';

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

/** Which facts are asked for, as the bits of a number: comparing names for each node takes as long as reading the node. */
export const factBits = (facts: readonly NodeFact[]): number =>
  NODE_FACTS.reduce((bits, fact, place) => (facts.includes(fact) ? bits | (1 << place) : bits), 0);

/**
 * What the row of each node says, as far as $8 asks for it, in the order of "factOf". All rows of a walk are looked for at once: those
 * that were made together lie together, and are found a page at a time.
 */
const FACTS: WalkPart = {
  name: 'fact',
  columns: ['factOf', ...NODE_FACTS],
  text: `select number, found.*
     from whole cross join lateral (
       select json_agg(id) as "factOf",
         ${NODE_FACTS.map((fact, place) => `json_agg(${FACT_COLUMNS[fact]}) filter (where $8::int & ${1 << place} <> 0) as "${fact}"`).join(',\n         ')}
       from node where id = any(whole.ids)
     ) found`,
};
