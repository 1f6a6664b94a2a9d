import { invalid } from '../protocol/mlflow-error.js';
import {
  type Comparator,
  type Comparison,
  type Entity,
  type Grammar,
  LISTED,
  NUMERIC,
  PRESENCE,
  TEXTUAL,
} from './grammar.js';
import { type Token, tokensOf } from './tokens.js';
import { listOf, textOf, unquoted } from './values.js';

const LONGEST_FILTER = 100_000;
const MOST_COMPARISONS = 100;

/**
 * Reads a filter of MLflow: comparisons joined by AND, and nothing else. Takes time linear in its length. Throws INVALID_PARAMETER_VALUE, with the
 * words of MLflow, for any other.
 */
export function parseFilter(filter: string | undefined, grammar: Grammar): Comparison[] {
  if (filter === undefined || filter.trim() === '') return [];
  if (filter.length > LONGEST_FILTER)
    throw invalid(`The filter has ${filter.length} characters; at most ${LONGEST_FILTER} are read.`);
  const tokens = tokensOf(filter);
  const last = tokens.at(-1);
  if (last?.text === ';') tokens.pop();
  if (tokens.some(({ text }) => text === ';'))
    throw invalid(`Search filter contained multiple expression '${shorten(filter)}'. Provide AND-ed expression list.`);
  const comparisons: Comparison[] = [];
  for (let at = 0; at < tokens.length; ) {
    const { comparison, next } = readComparison(tokens, at, grammar);
    comparisons.push(comparison);
    at = next;
    if (at === tokens.length) break;
    if (!isWord(tokens[at], 'AND')) throw invalidClauses(tokens.slice(at, at + 1));
    at++;
    if (at === tokens.length) break;
  }
  if (comparisons.length > MOST_COMPARISONS)
    throw invalid(`The filter has ${comparisons.length} comparisons; at most ${MOST_COMPARISONS} are made.`);
  return comparisons;
}

function readComparison(
  tokens: readonly Token[],
  at: number,
  grammar: Grammar,
): { readonly comparison: Comparison; readonly next: number } {
  const [left, second, third] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (left === undefined || left.kind !== 'name' || isWord(left, 'OR') || isWord(left, 'AND') || isWord(left, 'NOT'))
    throw invalidClauses(tokens.slice(at, at + 1));
  const operator = readComparator(tokens, at + 1);
  if (operator === undefined) throw invalidClauses([left, second, third]);
  const { comparator, next } = operator;
  const about = readName(left.text, grammar);
  requireComparator(about, comparator, grammar);
  if (PRESENCE.includes(comparator)) return { comparison: { ...about, comparator, value: null }, next };
  const value = tokens[next];
  if (value === undefined) throw invalidClauses([left, second]);
  return { comparison: { ...about, comparator, value: readValue(about, comparator, value, grammar) }, next: next + 1 };
}

type About = Pick<Comparison, 'entity' | 'key'> & { readonly isNumber: boolean };

/** `metrics.acc`, `tags."a b"`, `run_id`. */
export function readName(written: string, grammar: Grammar): About {
  const dot = written.startsWith('"') || written.startsWith('`') ? -1 : written.indexOf('.');
  const prefix = dot < 0 ? 'attribute' : unquoted(written.slice(0, dot));
  const entity = dot < 0 ? 'attribute' : grammar.entities.get(prefix);
  if (entity === undefined) {
    const named = grammar.named.map((each) => `'${each}'`).join(', ');
    throw invalid(`Invalid entity type '${shorten(prefix)}'. Valid values are [${named}]`);
  }
  const key = unquoted(written.slice(dot + 1));
  if (entity === 'dataset' && !['name', 'digest', 'context'].includes(key))
    throw invalid(`Invalid dataset key '${shorten(key)}' specified. Valid keys are '{'name', 'digest', 'context'}'`);
  if (entity !== 'attribute') return { entity, key, isNumber: entity === 'metric' };
  const attribute = grammar.attributes.get(key);
  if (attribute !== undefined) return { entity, ...attribute };
  const valid = [...grammar.attributes.keys()].map((each) => `'${each}'`).join(', ');
  throw invalid(`Invalid attribute key '${shorten(key)}' specified. Valid keys are '{${valid}}'`);
}

function readComparator(tokens: readonly Token[], at: number): { comparator: Comparator; next: number } | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  if (token.kind === 'operator') return { comparator: token.text as Comparator, next: at + 1 };
  if (isWord(token, 'LIKE') || isWord(token, 'ILIKE') || isWord(token, 'IN'))
    return { comparator: token.text.toUpperCase() as Comparator, next: at + 1 };
  if (isWord(token, 'NOT') && isWord(tokens[at + 1], 'IN')) return { comparator: 'NOT IN', next: at + 2 };
  if (!isWord(token, 'IS')) return undefined;
  if (isWord(tokens[at + 1], 'NULL')) return { comparator: 'IS NULL', next: at + 2 };
  if (isWord(tokens[at + 1], 'NOT') && isWord(tokens[at + 2], 'NULL'))
    return { comparator: 'IS NOT NULL', next: at + 3 };
  return undefined;
}

function requireComparator({ entity, key, isNumber }: About, comparator: Comparator, grammar: Grammar): void {
  if (PRESENCE.includes(comparator)) {
    if (grammar.absent.includes(entity)) return;
    throw invalid(`IS NULL / IS NOT NULL is only supported for tags and params, not for '${entity}' '${shorten(key)}'`);
  }
  const taken = isNumber ? NUMERIC : entity === 'tag' || entity === 'parameter' ? TEXTUAL : [...TEXTUAL, ...LISTED];
  if (taken.includes(comparator)) return;
  throw invalid(`Invalid comparator '${comparator}' not one of '{${taken.map((each) => `'${each}'`).join(', ')}}`);
}

const EXPECTED: Readonly<Record<Entity, string>> = {
  metric: 'Expected numeric value type for metric. Found',
  parameter: "Expected a quoted string value for parameter (e.g. 'my-value'). Got value",
  tag: "Expected a quoted string value for tag (e.g. 'my-value'). Got value",
  attribute: 'Expected a quoted string value for attributes. Got value',
  dataset: 'Expected a quoted string value for dataset attributes. Got value',
};

function readValue(about: About, comparator: Comparator, token: Token, grammar: Grammar): Comparison['value'] {
  const { entity, key, isNumber } = about;
  if (isNumber) {
    if (token.kind === 'number') return Number(token.text);
    const expected =
      entity === 'metric' ? EXPECTED.metric : `Expected numeric value type for numeric attribute: ${key}. Found`;
    throw invalid(`${expected} ${shorten(token.text)}`);
  }
  if (token.kind === 'list') {
    if (entity === 'attribute' && grammar.listed !== null && !grammar.listed.includes(key)) {
      const listed = grammar.listed.map((each) => `'${each}'`).join(', ');
      throw invalid(`Only [${listed}] attributes support comparison with a list of quoted string values.`);
    }
    if (entity === 'attribute' || entity === 'dataset') return listOf(token.text);
  }
  const value = token.kind === 'text' || token.kind === 'name' ? textOf(token.text) : undefined;
  if (value === undefined) throw invalid(`${EXPECTED[entity]} ${shorten(token.text)}`);
  return LISTED.includes(comparator) ? [value] : value;
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'name' && token.text.toUpperCase() === word;
}

function invalidClauses(tokens: readonly (Token | undefined)[]): Error {
  const clauses = tokens.flatMap((token) => (token === undefined ? [] : [`'${shorten(token.text)}'`]));
  return invalid(`Invalid clause(s) in filter string: ${clauses.join(', ')}`);
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
