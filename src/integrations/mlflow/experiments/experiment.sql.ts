import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { Tags } from '../protocol/kept-words.js';

export interface ExperimentRow {
  readonly id: string;
  readonly name: string;
  readonly tags: Tags;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly deleted: boolean;
}

/**
 * When something was said of a node last, in milliseconds: the log knows; what was committed a moment ago has no place in its order yet. Each of those
 * changes is looked up by itself: statistics of what comes and goes are always wrong, and by them all of the log was read along.
 */
export const CHANGED_AT = `floor(extract(epoch from greatest(
     n.created_at,
     (select s.at from change_node f join change_seal s on s.position = f.position where f.node_id = n.id order by f.position desc limit 1),
     (select max(c.at) from (select seq from change_unsealed order by seq) u
      cross join lateral (select at, nodes from change where seq = u.seq limit 1) c where n.id = any(c.nodes))
   )) * 1000)::float8`;

export const EXPERIMENT_COLUMNS = `n.id, n.name, n.tags, floor(extract(epoch from n.created_at) * 1000)::float8 as "createdAt",
   ${CHANGED_AT} as "changedAt", n.deleted_at is not null as deleted`;

const BY_ID = statement(
  'mlflow_experiments',
  `select ${EXPERIMENT_COLUMNS} from node n where n.project = $1 and n.kind = 'EXPERIMENT' and n.id = any($2::uuid[])`,
);

/** Experiments of a project, deleted ones too. Indexes: primary keys. */
export function selectExperiments(db: Queryable, project: string, ids: readonly string[]): Promise<ExperimentRow[]> {
  return db.query<ExperimentRow>(BY_ID, [project, ids]);
}

const BY_NAME = statement(
  'mlflow_experiment_by_name',
  `select ${EXPERIMENT_COLUMNS} from node n where n.project = $1 and n.kind = 'EXPERIMENT' and n.name = $2
   order by n.deleted_at desc nulls first, n.id desc limit 1`,
);

/** The experiment of this name: the living one, else that which was deleted last. Index: node_name. */
export async function findExperimentByName(
  db: Queryable,
  project: string,
  name: string,
): Promise<ExperimentRow | undefined> {
  return (await db.query<ExperimentRow>(BY_NAME, [project, name]))[0];
}

const LOCK_NAME = statement(
  'mlflow_lock_experiment_name',
  `select pg_advisory_xact_lock(hashtextextended('headwater mlflow experiment ' || $1 || ' ' || $2, 0))`,
);

/** Has others who would make an experiment of this name wait: one that was deleted keeps its name for MLflow. */
export async function lockExperimentName(db: Queryable, project: string, name: string): Promise<void> {
  await db.query(LOCK_NAME, [project, name]);
}
