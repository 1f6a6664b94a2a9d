import type { Caller } from '../../../../graph/nodes/caller.js';
import type { Queryable } from '../../../../platform/database/queryable.js';
import { findNamedExperiment } from '../../experiments/experiment-answer.js';
import { VIEW_TYPES } from '../../experiments/search-experiments.sql.js';
import { int, list, oneOf, required, text, wrongType } from '../../protocol/fields.js';
import { DEFAULT_EXPERIMENT, uuidOfExperimentId } from '../../protocol/ids.js';
import { JsonAnswer, jsonList } from '../../protocol/json-answer.js';
import { invalid } from '../../protocol/mlflow-error.js';
import { operation } from '../../protocol/operation.js';
import { RUNS } from '../../search/grammar.js';
import { parseOrderBy } from '../../search/order-by.js';
import { pageOf } from '../../search/page-token.js';
import { parseFilter } from '../../search/parse-filter.js';
import { runTexts } from '../run-answer.js';
import { findRuns } from './find-runs.js';

const SIZES = { usual: 1_000, most: 50_000 };
const MOST_EXPERIMENTS = 1_000;

/** `runs/search`. */
export const searchRuns = operation(
  'POST',
  'runs/search',
  {
    experiment_ids: list(required(text)),
    filter: text,
    run_view_type: oneOf(VIEW_TYPES),
    max_results: int,
    order_by: list(required(text)),
    page_token: text,
  },
  async (room, caller, input) => {
    const { database } = room;
    if (input.max_results !== undefined && input.max_results > SIZES.most)
      throw wrongType('max_results', input.max_results);
    const page = pageOf(input, SIZES);
    const comparisons = parseFilter(input.filter, RUNS);
    const order = parseOrderBy(input.order_by, RUNS);
    const experiments = await uuidsOfExperiments(database, caller, input.experiment_ids);
    if (experiments.length === 0) return JsonAnswer.object({});
    const view = input.run_view_type ?? 'ACTIVE_ONLY';
    const search = { project: caller.project, experiments, view, comparisons, order, page };
    const { ids, token } = await findRuns(room, caller, search, input.page_token);
    return JsonAnswer.object({
      runs: jsonList(await runTexts(database, caller, ids)),
      next_page_token: token === undefined ? undefined : JSON.stringify(token),
    });
  },
);

/** The uuids of experiments; those that there are not have no runs. */
export async function uuidsOfExperiments(db: Queryable, caller: Caller, ids: readonly string[]): Promise<string[]> {
  if (ids.length > MOST_EXPERIMENTS)
    throw invalid(`experiment_ids has ${ids.length} ids; at most ${MOST_EXPERIMENTS} are searched at once.`);
  const uuids = ids.map((id) => uuidOfExperimentId(id)).filter((id) => id !== undefined);
  if (!ids.includes(DEFAULT_EXPERIMENT.id)) return uuids;
  const known = await findNamedExperiment(db, caller, DEFAULT_EXPERIMENT.name);
  return known === undefined || known.id === '' ? uuids : [...uuids, known.id];
}
