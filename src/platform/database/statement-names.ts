import { createHash } from 'node:crypto';
import { type Statement, statement } from './queryable.js';

/** More would cost every connection memory that no search gives back. */
const MOST_NAMES = 64;

/** Names for statements that are put together from parts: the first shapes that occur are prepared, the rest is not. */
export class StatementNames {
  private readonly statements = new Map<string, Statement>();

  named(text: string): Statement {
    const known = this.statements.get(text);
    if (known !== undefined) return known;
    if (this.statements.size >= MOST_NAMES) return statement('', text);
    const named = statement(`search_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, text);
    this.statements.set(text, named);
    return named;
  }
}
