/** A list as GraphQL takes it, and as whoever knows the tables would write it. */
export interface ListSearch {
  readonly what: string;
  readonly list: 'models' | 'modelVersions' | 'datasets';
  readonly filter?: object;
  readonly order?: readonly { readonly by: string; readonly name?: string; readonly direction?: 'ASC' | 'DESC' }[];
  /** What is selected beside the nodes. */
  readonly also?: string;
  readonly byHand: string;
}

const ROW = 'n.id, n.name, n.label, n.owner, n.created_at, n.created_by';
const OF = (kind: string) => `n.project = 'default' and n.kind = '${kind}' and n.deleted_at is null`;
const METRIC = (name: string) =>
  `(jsonb_path_query_first(m.metrics, '$[*] ? (@.name == "${name}").value') #>> '{}')::float8`;
const NEWEST = (kind: string) =>
  `cross join lateral (select v.id, v.created_at from node v where v.parent_id = n.id and v.kind = '${kind}' and v.deleted_at is null
     order by coalesce(v.version, 0) desc, v.id desc limit 1) v`;

export const LIST_SEARCHES: readonly ListSearch[] = [
  {
    what: 'models, newest first',
    list: 'models',
    byHand: `select ${ROW} from node n where ${OF('MODEL')} order by n.id desc limit 101`,
  },
  {
    what: 'models, by name',
    list: 'models',
    order: [{ by: 'NAME', direction: 'ASC' }],
    byHand: `select ${ROW} from node n where ${OF('MODEL')} order by n.name collate "C", n.id limit 101`,
  },
  {
    what: 'model versions, by an alias',
    list: 'modelVersions',
    filter: { modelVersion: { aliases: ['champion'] } },
    byHand: `select ${ROW} from model_alias a join node n on n.id = a.model_version_id where a.alias = 'champion' and a.valid_to is null and ${OF('MODEL_VERSION')}
      order by n.id desc limit 101`,
  },
  {
    what: 'model versions, by a metric',
    list: 'modelVersions',
    order: [{ by: 'METRIC', name: 'auc' }],
    byHand: `select ${ROW} from node n join model_version m on m.id = n.id where ${OF('MODEL_VERSION')}
      order by ${METRIC('auc')} desc nulls last, n.id desc limit 101`,
  },
  {
    what: 'model versions, one metric or an alias, by another metric',
    list: 'modelVersions',
    filter: {
      or: [
        { modelVersion: { metrics: [{ name: 'auc', op: 'GT', value: 0.9 }] } },
        { modelVersion: { aliases: ['champion'] } },
      ],
    },
    order: [{ by: 'METRIC', name: 'loss', direction: 'ASC' }],
    byHand: `select ${ROW} from node n join model_version m on m.id = n.id where ${OF('MODEL_VERSION')}
      and (${METRIC('auc')} > 0.9 or n.id in (select a.model_version_id from model_alias a where a.alias = 'champion' and a.valid_to is null))
      order by ${METRIC('loss')} nulls last, n.id limit 101`,
  },
  {
    what: 'model versions, by owner, of whom there are seven',
    list: 'modelVersions',
    order: [{ by: 'OWNER', direction: 'ASC' }],
    byHand: `select ${ROW} from node n where ${OF('MODEL_VERSION')} order by n.owner collate "C" nulls last, n.id limit 101`,
  },
  {
    what: 'models, by when they got their last version',
    list: 'models',
    order: [{ by: 'LAST_VERSION' }],
    byHand: `select ${ROW} from node n ${NEWEST('MODEL_VERSION')} where ${OF('MODEL')} order by v.created_at desc nulls last, n.id desc limit 101`,
  },
  {
    what: 'datasets, by the rows of the newest version',
    list: 'datasets',
    order: [{ by: 'ROWS' }],
    byHand: `select ${ROW} from node n ${NEWEST('DATASET_VERSION')} join dataset_version d on d.id = v.id where ${OF('DATASET')}
      order by d.row_count desc nulls last, n.id desc limit 101`,
  },
  {
    what: 'model versions, how many, of whom and in which stage',
    list: 'modelVersions',
    also: 'totalCount facets { stages { value count } owners { value count } }',
    byHand: `with f as materialized (select coalesce(s.stage, 'None') as stage, n.owner from node n left join model_stage s on s.model_version_id = n.id where ${OF('MODEL_VERSION')})
      select null, null, count(*) from f union all select stage, null, count(*) from f group by 1 union all select null, owner, count(*) from f group by 2`,
  },
];
