import { invalid } from '../protocol/mlflow-error.js';
import type { Entity, Grammar } from './grammar.js';
import { readName } from './parse-filter.js';
import { tokensOf } from './tokens.js';

/** One thing that a search is ordered by. */
export interface OrderKey {
  readonly entity: Entity;
  readonly key: string;
  readonly ascending: boolean;
}

const MOST_KEYS = 20;

/** Reads `metrics.acc DESC` and the like. Throws INVALID_PARAMETER_VALUE, with the words of MLflow, for any other. */
export function parseOrderBy(clauses: readonly string[], grammar: Grammar): OrderKey[] {
  if (clauses.length > MOST_KEYS)
    throw invalid(`order_by has ${clauses.length} clauses; at most ${MOST_KEYS} are used.`);
  const keys = clauses.map((clause) => readClause(clause, grammar));
  const seen = new Set<string>();
  for (const { entity, key } of keys) {
    const name = `${entity}.${key}`;
    if (seen.has(name)) throw invalid(`\`order_by\` contains duplicate fields: ${clauses.join(', ').slice(0, 500)}`);
    seen.add(name);
  }
  return keys;
}

function readClause(clause: string, grammar: Grammar): OrderKey {
  const tokens = tokensOf(clause);
  const [name, direction] = tokens;
  if (name === undefined || name.kind !== 'name' || tokens.length > 2)
    throw invalid(`Invalid order_by clause '${clause.slice(0, 200)}'. Could not be parsed.`);
  const way = direction?.text.toLowerCase() ?? 'asc';
  if (way !== 'asc' && way !== 'desc')
    throw invalid(`Invalid ordering key in order_by clause '${clause.slice(0, 200)}'.`);
  return { ...readOrderName(name.text, grammar), ascending: way === 'asc' };
}

function readOrderName(written: string, grammar: Grammar): Pick<OrderKey, 'entity' | 'key'> {
  const attributes = new Map([
    ...grammar.orderBy.map((key) => [key, { key, isNumber: true }] as const),
    ...grammar.attributes,
  ]);
  const isOrderKey = (key: string) => grammar.orderBy.includes(key);
  const { entity, key } = readName(written, { ...grammar, attributes });
  if (entity === 'dataset' || (entity === 'attribute' && !isOrderKey(key)))
    throw invalid(
      `Invalid attribute key '${key.slice(0, 200)}' specified. Valid keys are '{${grammar.orderBy.map((each) => `'${each}'`).join(', ')}}'`,
    );
  return { entity, key };
}
