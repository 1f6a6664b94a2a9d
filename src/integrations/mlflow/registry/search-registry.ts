import { int, list, required, text, wrongType } from '../protocol/fields.js';
import { operation } from '../protocol/operation.js';
import { type Grammar, MODEL_VERSIONS, REGISTERED_MODELS } from '../search/grammar.js';
import { parseOrderBy } from '../search/order-by.js';
import { nextToken, pageOf } from '../search/page-token.js';
import { parseFilter } from '../search/parse-filter.js';
import { modelAnswers, versionAnswer } from './model-answer.js';
import { searchModels, searchVersions } from './search-registry.sql.js';

const FIELDS = { filter: text, max_results: int, order_by: list(required(text)), page_token: text };

interface Asked {
  readonly filter: string | undefined;
  readonly max_results: number | undefined;
  readonly order_by: readonly string[];
  readonly page_token: string | undefined;
}

function questionOf(input: Asked, grammar: Grammar, sizes: { readonly usual: number; readonly most: number }) {
  if (input.max_results !== undefined && input.max_results > sizes.most)
    throw wrongType('max_results', String(input.max_results));
  return {
    page: pageOf(input, sizes),
    comparisons: parseFilter(input.filter, grammar),
    order: parseOrderBy(input.order_by, grammar),
  };
}

export const searchRegisteredModels = operation(
  'GET',
  'registered-models/search',
  FIELDS,
  async ({ database, statements }, { project, signal }, input) => {
    const question = questionOf(input, REGISTERED_MODELS, { usual: 100, most: 1_000 });
    const rows = await searchModels(database, statements, { project, ...question }, signal);
    return {
      registered_models: await modelAnswers(database, rows.slice(0, question.page.first)),
      next_page_token: nextToken(question.page, rows.length),
    };
  },
);

export const searchModelVersions = operation(
  'GET',
  'model-versions/search',
  FIELDS,
  async ({ database, statements }, { project, signal }, input) => {
    const question = questionOf(input, MODEL_VERSIONS, { usual: 10_000, most: 200_000 });
    const rows = await searchVersions(database, statements, { project, ...question }, signal);
    return {
      model_versions: rows.slice(0, question.page.first).map(versionAnswer),
      next_page_token: nextToken(question.page, rows.length),
    };
  },
);
