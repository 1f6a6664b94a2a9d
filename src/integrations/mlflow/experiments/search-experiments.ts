import type { Caller } from '../../../graph/nodes/caller.js';
import type { MlflowRoom } from '../mlflow-room.js';
import { int, list, oneOf, text } from '../protocol/fields.js';
import { DEFAULT_EXPERIMENT } from '../protocol/ids.js';
import { operation } from '../protocol/operation.js';
import { EXPERIMENTS } from '../search/grammar.js';
import { parseOrderBy } from '../search/order-by.js';
import { nextToken, pageOf } from '../search/page-token.js';
import { parseFilter } from '../search/parse-filter.js';
import { ensureDefaultExperiment } from './change-experiment.js';
import { experimentAnswer, findNamedExperiment } from './experiment-answer.js';
import { searchExperiments as search, VIEW_TYPES } from './search-experiments.sql.js';

const SIZES = { usual: 1_000, most: 50_000 };

/** `experiments/search`. */
export const searchExperiments = operation(
  ['POST', 'GET'],
  'experiments/search',
  { max_results: int, page_token: text, filter: text, order_by: list(text), view_type: oneOf(VIEW_TYPES) },
  async (room, caller, input) => {
    const page = pageOf(input, SIZES);
    const comparisons = parseFilter(input.filter, EXPERIMENTS);
    const order = parseOrderBy(
      input.order_by.filter((each) => each !== undefined),
      EXPERIMENTS,
    );
    await haveDefault(room, caller);
    const { project, signal } = caller;
    const view = input.view_type ?? 'ACTIVE_ONLY';
    const rows = await search(room.database, room.statements, { project, view, comparisons, order, page }, signal);
    return {
      experiments: rows.slice(0, page.first).map(experimentAnswer),
      next_page_token: nextToken(page, rows.length),
    };
  },
);

/** MLflow has one experiment from the beginning; whoever may log makes it by looking for it. */
async function haveDefault(room: MlflowRoom, caller: Caller): Promise<void> {
  const { database, graph } = room;
  if (!caller.may('run:log')) return;
  const known = await findNamedExperiment(database, caller, DEFAULT_EXPERIMENT.name);
  if (known?.id !== '') return;
  await database.quietTransaction(async (tx) => {
    graph.record(tx, caller, 'run:log');
    await ensureDefaultExperiment(tx, room, caller);
  });
}
