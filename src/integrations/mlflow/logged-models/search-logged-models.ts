import { bool, int, list, message, required, text } from '../protocol/fields.js';
import { missingValue } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { uuidsOfExperiments } from '../runs/search/search-runs.js';
import { LOGGED_MODELS } from '../search/grammar.js';
import { parseOrderBy } from '../search/order-by.js';
import { nextToken, pageOf } from '../search/page-token.js';
import { parseFilter } from '../search/parse-filter.js';
import { loggedModelAnswer } from './logged-model-answer.js';
import { searchLoggedModels as search } from './search-logged-models.sql.js';

const SIZES = { usual: 50, most: 50_000 };

const DATASET = { dataset_name: text, dataset_digest: text };

/** `logged-models/search`. */
export const searchLoggedModels = operation(
  'POST',
  'logged-models/search',
  {
    experiment_ids: list(required(text)),
    filter: text,
    datasets: list(message({ ...DATASET, dataset_name: required(text) })),
    max_results: int,
    order_by: list(message({ field_name: required(text), ascending: bool, ...DATASET })),
    page_token: text,
  },
  async ({ database, statements }, caller, input) => {
    if (input.experiment_ids.length === 0) throw missingValue('experiment_ids');
    const page = pageOf(input, SIZES);
    const comparisons = parseFilter(input.filter, LOGGED_MODELS);
    const keys = parseOrderBy(
      input.order_by.map(({ field_name: field }) => field),
      LOGGED_MODELS,
    );
    const order = keys.map((key, index) => {
      const asked = input.order_by[index];
      const name = asked?.dataset_name;
      const dataset = name ? { name, digest: asked?.dataset_digest ?? '' } : undefined;
      return { ...key, ascending: asked?.ascending !== false, dataset };
    });
    const datasets = input.datasets.map(({ dataset_name: name, dataset_digest: digest }) => ({
      name,
      digest: digest ?? '',
    }));
    const experiments = await uuidsOfExperiments(database, caller, input.experiment_ids);
    const question = { project: caller.project, experiments, comparisons, datasets, order, page };
    const rows = await search(database, statements, question, caller.signal);
    return {
      models: rows.slice(0, page.first).map(loggedModelAnswer),
      next_page_token: nextToken(page, rows.length),
    };
  },
);
