import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { IS_COMPARED, IS_EVALUATED } from './roles-of-inputs.js';

/** Data that something was made of, or judged by. */
export interface DataFacts {
  readonly id: string;
  readonly kind: string;
  /** As everybody may read it who sees the version: null of another project. */
  readonly label: string | null;
  readonly rows: number | null;
  /** What it is a version of; null: of nothing. */
  readonly parent: string | null;
}

/** What runs measured; NaN and infinities as text, as PostgreSQL writes them in JSON. */
export type Measured = Readonly<Record<string, number | string>>;

/** A run that judged a version, or trained it. */
export interface RunFacts {
  readonly id: string;
  readonly name: string;
  readonly metrics: Measured;
  readonly data: readonly DataFacts[];
}

const CURRENT = 'e.valid_to is null and e.retired_at is null';
const METRICS = `coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}')`;

// As json: jsonb takes twice as long to build, and nobody reads it in the database.
function dataInto(run: string, version: string, wanted: string): string {
  return `coalesce((
       select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
         'label', case when d.project = ${version}.project then coalesce(d.label, d.name) end) order by d.label, d.id)
       from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
       left join dataset_version dv on dv.id = d.id
       where e.dst = ${run}.id and e.kind = 'INPUT' and ${CURRENT} and ${wanted}), '[]')`;
}

const EVALUATIONS = statement(
  'evaluations_of_versions',
  `select w.id as of, r.id, n.name, ${METRICS} as metrics, ${dataInto('r', 'v', 'true')} as data
   from unnest($1::uuid[]) as w (id)
   join node v on v.id = w.id
   cross join lateral (
     select r.id, r.ended_at from edge e join run r on r.id = e.dst and r.type = 'EVALUATION' and r.status = 'SUCCEEDED'
     where e.src = w.id and e.kind = 'INPUT' and ${CURRENT} and not ${IS_COMPARED}
       and not exists (
         select from edge o join node m on m.id = o.src and m.kind = 'MODEL_VERSION'
         where o.dst = r.id and o.kind = 'INPUT' and o.valid_to is null and o.retired_at is null and o.src <> w.id
           and not ${IS_COMPARED.replaceAll('e.', 'o.')}
       )
     order by r.ended_at desc, r.id desc limit 100
   ) r
   join node n on n.id = r.id and n.deleted_at is null
   order by r.ended_at desc, r.id desc`,
);

/**
 * The last runs that judged each version alone, last first, with these metrics and all data that they read. Indexes: edge_downstream,
 * edge_upstream, primary key of run_metric.
 */
export function selectEvaluations(
  db: Queryable,
  versionIds: readonly string[],
  metrics: readonly string[],
): Promise<(RunFacts & { of: string })[]> {
  return db.query(EVALUATIONS, [versionIds, metrics]);
}

/** How a version came about. */
export interface TrainingFacts extends RunFacts {
  readonly of: string;
  /** Who began the run. */
  readonly by: string;
  /** What it judged by while it trained. */
  readonly judgedBy: readonly DataFacts[];
}

const TRAININGS = statement(
  'trainings_of_versions',
  `select w.id as of, r.id, r.name, r.created_by as by, ${METRICS} as metrics,
     case when w.id = $3 then ${dataInto('r', 'v', `not ${IS_EVALUATED}`)} else '[]' end as data, ${dataInto('r', 'v', `d.kind = 'DATASET_VERSION' and ${IS_EVALUATED}`)} as "judgedBy"
   from unnest($1::uuid[]) as w (id)
   join node v on v.id = w.id
   join edge e on e.dst = w.id and e.kind = 'OUTPUT' and ${CURRENT}
   join node r on r.id = e.src
   order by e.id`,
);

/** The runs that made each version; what they learnt from, which may be very much, of one version alone. Indexes: edge_upstream, primary key of run_metric. */
export function selectTrainings(
  db: Queryable,
  versionIds: readonly string[],
  metrics: readonly string[],
  learntOf: string | undefined,
): Promise<TrainingFacts[]> {
  return db.query<TrainingFacts>(TRAININGS, [versionIds, metrics, learntOf ?? null]);
}

const TRAINED_ON = statement(
  'trained_on_of_versions',
  `select w.id as of, d.id, d.kind, d.parent_id as parent, dv.row_count::float8 as rows, case when d.project = v.project then coalesce(d.label, d.name) end as label
   from unnest($1::uuid[]) as w (id)
   join node v on v.id = w.id
   join edge e on e.dst = w.id and e.kind = 'TRAINED_ON' and ${CURRENT}
   join node d on d.id = e.src
   left join dataset_version dv on dv.id = d.id
   order by e.id`,
);

/** What each version says it was trained on. Index: edge_upstream. */
export function selectTrainedOn(db: Queryable, versionIds: readonly string[]): Promise<(DataFacts & { of: string })[]> {
  return db.query(TRAINED_ON, [versionIds]);
}

const DEPRECATED = statement(
  'deprecated_features_of_version',
  `select distinct s.label || ':' || (f.feature ->> 'name') as feature, p.reason
   from edge e
   join node s on s.id = e.src
   cross join lateral jsonb_array_elements(e.attributes -> 'features') as f (feature)
   join feature_deprecation p on p.feature_set_version_id = e.src and p.feature in ('', f.feature ->> 'name')
   where e.dst = $1 and e.kind = 'SIGNATURE' and ${CURRENT}
   order by 1`,
);

/** The features in the signature of a version that are deprecated. Indexes: edge_upstream, primary key of feature_deprecation. */
export function selectDeprecated(db: Queryable, versionId: string): Promise<{ feature: string; reason: string }[]> {
  return db.query(DEPRECATED, [versionId]);
}

/** More nodes than this upstream of a version are not looked at. */
export const MOST_ANCESTORS = 100_000;

export interface LearntFrom {
  readonly count: number;
  readonly found: readonly string[];
  readonly loose: readonly string[];
}

/*   training data ──▶ run ──▶ version        what the run judged by, it did not learn from
 *   dataset ───────▶ run ──▶ version        a dataset without a version may be any version of it  */
const ANCESTORS = statement(
  'training_ancestors',
  `with recursive up (id) as (
     select $1::uuid
     union
     select e.src from up join edge e on e.dst = up.id and ${CURRENT} and not (e.kind = 'INPUT' and ${IS_EVALUATED})
   ), looked as (select id from up limit ${MOST_ANCESTORS + 1})
   select (select count(*)::int from looked) as count, coalesce((select array_agg(l.id) from looked l where l.id = any($2::uuid[])), '{}') as found,
     coalesce((
       select array_agg(distinct e.src) from edge e join looked l on l.id = e.dst
       where e.src = any($3::uuid[]) and ${CURRENT} and e.kind <> 'VERSION_OF' and not (e.kind = 'INPUT' and ${IS_EVALUATED})
     ), '{}') as loose`,
);

/**
 * Which of some nodes a version learnt from, itself or by what that was made of; `count` tells how much there was to look at. `loose`: what they are
 * versions of, where that was read as a whole. Indexes: edge_upstream, edge_downstream.
 */
export async function selectLearntFrom(
  db: Queryable,
  versionId: string,
  among: readonly Pick<DataFacts, 'id' | 'parent'>[],
): Promise<LearntFrom> {
  const values = [versionId, among.map(({ id }) => id), among.flatMap(({ parent }) => parent ?? [])];
  const [row] = await db.query<LearntFrom>(ANCESTORS, values);
  if (row === undefined) throw new Error('an aggregate gave no row');
  return row;
}
