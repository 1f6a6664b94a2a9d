import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { list, required, text } from '../protocol/fields.js';
import { experimentIdOf } from '../protocol/ids.js';
import { invalid } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { uuidsOfExperiments } from '../runs/search/search-runs.js';

const MOST_EXPERIMENTS = 20;

interface SummaryRow {
  readonly experimentId: string;
  readonly experiment: string;
  readonly name: string;
  readonly digest: string;
  readonly context: string | null;
}

const SUMMARIES = statement(
  'mlflow_dataset_summaries',
  `select distinct e.id as "experimentId", e.name as experiment, coalesce(f.content::jsonb ->> 'name', v.name) as name,
     coalesce(f.content::jsonb ->> 'digest', left(d.digest, 36)) as digest, i.attributes ->> 'role' as context
   from node e
   join node r on r.parent_id = e.id and r.kind = 'RUN' and r.deleted_at is null
   join edge i on i.dst = r.id and i.kind = 'INPUT' and i.valid_to is null and i.retired_at is null
   join node v on v.id = i.src and v.kind = 'DATASET_VERSION'
   join dataset_version d on d.id = v.id
   left join facet f on f.node_id = v.id and f.part = 'OWN' and f.name = 'mlflow_dataset'
   where e.project = $1 and e.id = any($2::uuid[])
   limit 1000`,
);

/** What the runs of experiments read. Indexes: run_experiment, edge_upstream, primary keys. */
function selectSummaries(
  db: Queryable,
  project: string,
  experiments: readonly string[],
  signal: AbortSignal,
): Promise<SummaryRow[]> {
  return db.query<SummaryRow>(SUMMARIES, [project, experiments], signal);
}

/** `experiments/search-datasets`, which MLflow's pages ask. */
export const searchDatasets = operation(
  'POST',
  'experiments/search-datasets',
  { experiment_ids: list(required(text)) },
  async ({ database }, caller, { experiment_ids: ids }) => {
    if (ids.length === 0) throw invalid('SearchDatasets request must specify at least one experiment_id.');
    if (ids.length > MOST_EXPERIMENTS) {
      throw invalid(
        `SearchDatasets request cannot specify more than ${MOST_EXPERIMENTS} experiment_ids. Received ${ids.length} experiment_ids.`,
      );
    }
    const experiments = await uuidsOfExperiments(database, caller, ids);
    const rows = await selectSummaries(database, caller.project, experiments, caller.signal);
    return {
      dataset_summaries: rows.map(({ experimentId, experiment, name, digest, context }) => ({
        experiment_id: experimentIdOf({ id: experimentId, name: experiment }),
        name,
        digest,
        ...(context !== null && { context }),
      })),
    };
  },
);
