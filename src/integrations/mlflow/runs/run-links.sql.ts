import { type Queryable, statement } from '../../../platform/database/queryable.js';

/** Something that a run read or made. */
export interface LinkRow {
  readonly runId: string;
  readonly nodeId: string;
  readonly kind: 'DATASET_VERSION' | 'LOGGED_MODEL';
  readonly isOutput: boolean;
  readonly name: string;
  readonly label: string;
  readonly digest: string | null;
  readonly location: string | null;
  readonly attributes: { readonly role?: string; readonly step?: number; readonly read?: boolean };
  /** What MLflow said of the dataset, and of its use by this run. */
  readonly told: string | null;
  readonly tags: string | null;
}

const LINKS = statement(
  'mlflow_run_links',
  `select l."runId", n.id as "nodeId", n.kind, l."isOutput", n.name, coalesce(n.label, n.name) as label, v.digest, v.location, l.attributes,
     (select content from facet where node_id = n.id and part = 'OWN' and name = 'mlflow_dataset' limit 1) as told,
     (select content from facet where node_id = l."runId" and part = 'INPUT' and about = n.id and name = 'mlflow_tags' limit 1) as tags
   from (
     select dst as "runId", src as "nodeId", false as "isOutput", attributes, recorded_at from edge
     where dst = any($1::uuid[]) and kind = 'INPUT' and valid_to is null and retired_at is null
     union all
     select src, dst, true, attributes, recorded_at from edge
     where src = any($1::uuid[]) and kind = 'OUTPUT' and valid_to is null and retired_at is null
   ) l
   join node n on n.id = l."nodeId" and (n.kind = 'LOGGED_MODEL' or (n.kind = 'DATASET_VERSION' and not l."isOutput"))
   left join dataset_version v on v.id = n.id
   order by l.recorded_at, n.id`,
);

/** The datasets and logged models that runs read, and the logged models that they made. Indexes: edge_upstream, edge_downstream, primary keys. */
export function selectLinks(db: Queryable, runIds: readonly string[]): Promise<LinkRow[]> {
  return db.query<LinkRow>(LINKS, [runIds]);
}
