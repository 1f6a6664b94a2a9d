import type { SqlParameters } from '../../../platform/database/sql-parameters.js';
import { KEPT } from '../protocol/kept-words.js';
import type { Comparator, Comparison } from './grammar.js';

const NULLS: Partial<Record<Comparator, string>> = { 'IS NULL': 'is null', 'IS NOT NULL': 'is not null' };

/** A comparison of an expression with a value. A pattern of LIKE has no escapes: a backslash at its end would be an error. */
export function compareText(expression: string, { comparator, value }: Compared, sql: SqlParameters): string {
  switch (comparator) {
    case 'LIKE':
      return `${expression} like ${sql.add(value)} escape ''`;
    case 'ILIKE':
      return `${expression} ilike ${sql.add(value)} escape ''`;
    case 'IN':
      return `${expression} = any(${sql.add(value)}::text[])`;
    case 'NOT IN':
      return `${expression} <> all(${sql.add(value)}::text[])`;
    case 'IS NULL':
    case 'IS NOT NULL':
      return `${expression} ${NULLS[comparator]}`;
    default:
      return `${expression} ${comparator === '!=' ? '<>' : comparator} ${sql.add(value)}::text`;
  }
}

/** The same of numbers. NaN is not greater than all others, as PostgreSQL has it: it is none that anything is compared with. */
export function compareNumber(expression: string, { comparator, value }: Compared, sql: SqlParameters): string {
  const compared = `${expression} ${comparator === '!=' ? '<>' : comparator} ${sql.add(value)}::float8`;
  return comparator === '>' || comparator === '>=' ? `(${compared} and ${expression} <> 'NaN')` : compared;
}

type Compared = Pick<Comparison, 'comparator' | 'value'>;

/** A condition on a tag of `node n`. What lacks the tag fits no comparison but that it be absent. */
export function compareTag({ key, comparator, value }: Comparison, sql: SqlParameters): string {
  // Nobody is told what we keep there.
  if (key.startsWith(KEPT)) return 'false';
  // A containment has an index.
  if (comparator === '=') return `n.tags @> ${sql.add(JSON.stringify({ [key]: value }))}::jsonb`;
  return compareText(`n.tags ->> ${sql.add(key)}`, { comparator, value }, sql);
}
