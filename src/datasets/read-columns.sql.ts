import { EdgeKind } from '../graph/edges/edge-kind.js';
import { type Queryable, statement } from '../platform/database/queryable.js';
import { DATASET, DATASET_VERSION } from './dataset-kinds.js';

const NEWEST = statement(
  'newest_columns',
  `select (
     select jsonb_agg(jsonb_build_object('name', c.value -> 'name', 'type', c.value -> 'type')) from jsonb_array_elements(v.columns) c
   ) as columns
   from node d join node n on n.parent_id = d.id and n.kind = '${DATASET_VERSION}' and n.deleted_at is null
   join dataset_version v on v.id = n.id
   where d.project = $1 and d.kind = '${DATASET}' and d.name = $2 and d.deleted_at is null
   order by n.version desc limit 1`,
);

/** What readers of a column rely on. */
export interface NamedColumn {
  readonly name: string;
  readonly type: string;
}

/** The columns that the newest version of a dataset has; none where there is no dataset. Indexes: node_name, node_version. */
export async function selectNewestColumns(
  db: Queryable,
  project: string,
  dataset: string,
): Promise<readonly NamedColumn[]> {
  return (await db.query<{ columns: NamedColumn[] | null }>(NEWEST, [project, dataset]))[0]?.columns ?? [];
}

const READ = statement(
  'read_dataset_versions',
  `select id from node
   where id in (
     select n.id from node n
     join edge e on e.src = n.id and e.kind = any($2) and e.valid_to is null and e.retired_at is null
     where n.id = $1 or (n.parent_id = $1 and n.kind = '${DATASET_VERSION}')
   )
   order by id for update`,
);

/** By which a column leads on; what a run read and wrote tells of no column. */
const LEADING = [EdgeKind.SOURCE, EdgeKind.DERIVED_FROM, EdgeKind.SAME_AS];

/**
 * The versions of a dataset that feature sets are computed from or other data is made from, deleted ones too, and itself where somebody told that of it, or by
 * what other name it goes. They are locked: whoever deploys in another project what reads them has done so or waits. Indexes: primary key, node_version, edge_downstream.
 */
export async function lockReadVersions(db: Queryable, datasetId: string): Promise<string[]> {
  return (await db.query<{ id: string }>(READ, [datasetId, LEADING])).map(({ id }) => id);
}
