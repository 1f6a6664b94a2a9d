import type { Holdings } from '../../graph/nodes/quotas.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** Null: what the settings say for all projects. */
export type OwnQuota = { readonly [What in keyof Holdings]: number | null };

const QUOTAS = statement(
  'project_quotas',
  'select project, nodes::float8, rows::float8, bytes::float8 from project_quota',
);

/** The quotas of projects that have some of their own. */
export async function selectQuotas(db: Queryable): Promise<ReadonlyMap<string, OwnQuota>> {
  const rows = await db.query<OwnQuota & { project: string }>(QUOTAS);
  return new Map(rows.map(({ project, nodes, rows: most, bytes }) => [project, { nodes, rows: most, bytes }]));
}

const HOLD_PROJECT = statement('hold_project', 'select 1 from project where name = $1 for no key update');

/** Makes others who change what a project may hold wait. Index: primary key. */
export async function holdProject(db: Queryable, project: string): Promise<void> {
  await db.query(HOLD_PROJECT, [project]);
}

const FIND_QUOTA = statement(
  'find_project_quota',
  'select nodes::float8, rows::float8, bytes::float8 from project_quota where project = $1',
);

/** The quota of a project's own, if it has one. Index: primary key. */
export async function findQuota(db: Queryable, project: string): Promise<OwnQuota | undefined> {
  return (await db.query<OwnQuota>(FIND_QUOTA, [project]))[0];
}

const SET_QUOTA = statement(
  'set_project_quota',
  `insert into project_quota (project, nodes, rows, bytes) values ($1, $2, $3, $4)
   on conflict (project) do update set nodes = excluded.nodes, rows = excluded.rows, bytes = excluded.bytes`,
);

/** Says what a project may hold. Index: primary key. */
export async function setQuota(db: Queryable, project: string, { nodes, rows, bytes }: OwnQuota): Promise<void> {
  await db.query(SET_QUOTA, [project, nodes, rows, bytes]);
}

/*
 * Rows are what PostgreSQL counts of each table by itself: until a session tells what it has written, seconds pass. After a crash it knows of none,
 * until it has analysed the table again: then what the analysis found counts.
 */
const MEASURE = statement(
  'measure_project',
  `with part as (
     select 'feature_history_' || v.storage as name, true as has_rows
     from feature_set_version v join node n on n.id = v.id where n.project = $1
     union all
     select 'feature_online_' || v.storage, false
     from feature_set_version v join node n on n.id = v.id where n.project = $1
     union all
     select unnest(array['training_spine_' || s.storage, 'training_rows_' || s.storage]), false
     from training_set s where s.project = $1
   ), found as (
     select has_rows, c.oid, c.reltuples from part join pg_class c on c.oid = to_regclass(part.name)
   )
   select
     (select count(*) from node where project = $1)::float8 as nodes,
     coalesce(sum(case when has_rows then coalesce(nullif(pg_stat_get_live_tuples(oid), 0), greatest(reltuples, 0)) end), 0)::float8 as rows,
     coalesce(sum(pg_total_relation_size(oid)), 0)::float8
       + (select coalesce(sum(size), 0)::float8 from artifact where project = $1)
       + (select coalesce(sum(bytes), 0)::float8 from lineage_event where project = $1) as bytes
   from found`,
);

/** What a project holds now: nodes and bytes exactly, rows as they were seconds ago. Indexes: node_name, node_kind; artifact_project; lineage_event_bytes; storages by their names. */
export async function measureProject(db: Queryable, project: string): Promise<Holdings> {
  const [found] = await db.query<Holdings>(MEASURE, [project]);
  if (found === undefined) throw new Error('the measurement gave no row');
  return found;
}
