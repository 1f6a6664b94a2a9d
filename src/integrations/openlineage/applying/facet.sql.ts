import { type Queryable, statement } from '../../../platform/database/queryable.js';

/** Of what a facet tells: a node; a dataset as a run read or wrote it; or, for ourselves, what follows from some. */
export type FacetPart = 'OWN' | 'INPUT' | 'OUTPUT' | 'COLUMNS' | 'DECLARED';

export interface FacetRow {
  readonly nodeId: string;
  readonly part: FacetPart;
  /** The job that tells it of a dataset, the dataset that a run read or wrote; NOBODY where there is none. */
  readonly about: string;
  readonly name: string;
  readonly content: string | null;
}

export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What decides which of two facets stays: the later event, of equals the one that ends more, then any, but always the same. */
export interface Precedence {
  readonly time: string;
  readonly rank: number;
  readonly digest: string;
}

const KEEP_FACETS = statement(
  'keep_facets',
  `insert into facet (node_id, part, about, name, content, event_at, rank, digest)
   select f.*, $6::timestamptz, $7::smallint, $8
   from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[]) as f (node_id, part, about, name, content)
   order by f.node_id, f.part, f.about, f.name collate "C"
   on conflict (node_id, part, about, name) do update
   set content = excluded.content, event_at = excluded.event_at, rank = excluded.rank, digest = excluded.digest
   where (facet.event_at, facet.rank, facet.digest) < (excluded.event_at, excluded.rank, excluded.digest)
   returning node_id as "nodeId", part, about, name, content`,
);

/** Keeps facets unless a later event has said otherwise already; gives those that stay. Index: primary key. */
export function keepFacets(db: Queryable, facets: readonly FacetRow[], by: Precedence): Promise<FacetRow[]> {
  return db.query<FacetRow>(KEEP_FACETS, [
    facets.map(({ nodeId }) => nodeId),
    facets.map(({ part }) => part),
    facets.map(({ about }) => about),
    facets.map(({ name }) => name),
    facets.map(({ content }) => content),
    by.time,
    by.rank,
    by.digest,
  ]);
}

const FACETS_OF_PART = statement(
  'facets_of_part',
  `select node_id as "nodeId", part, about, name, content from facet
   where node_id = any($1::uuid[]) and part = $2 and content is not null
   order by node_id, name, event_at, rank, digest`,
);

/** The facets of one part of nodes; of one name the deciding one comes last. Index: primary key. */
export function selectFacets(db: Queryable, nodeIds: readonly string[], part: FacetPart): Promise<FacetRow[]> {
  return db.query<FacetRow>(FACETS_OF_PART, [nodeIds, part]);
}
