import type { Transaction } from '../../platform/database/transaction.js';
import { parseJsonExactly, stringifyExactly } from '../../platform/http/json-body.js';
import { forgetRefusedRows, lockIngestsWithBadRows, selectBadRows } from '../ingest/ingest-record.sql.js';
import type { EntityKey } from '../values/entity-keys.js';
import type { EntityWithKey } from './find-entity.js';

const ROWS = 5_000;

interface IngestAnswer {
  readonly featureSet: string;
  readonly errors: readonly { readonly row: number; readonly content: unknown }[];
}

/**
 * Removes rows about a key that ingests refused: from what is kept of them, and from the answers that are given again under an
 * Idempotency-Key. How many there were, by feature set version.
 */
export async function eraseRefusedRows(
  tx: Transaction,
  { entity, key }: EntityWithKey,
  featureSets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { project } = entity.node;
  const names = entity.joinKeys.map(({ name }) => name);
  const isAbout = matcherOf(names, parseJsonExactly(key) as unknown[]);
  const counts = new Map<string, number>();
  for (const { id, answer: text } of await lockIngestsWithBadRows(tx, project, featureSets)) {
    const answer = parseJsonExactly(text) as IngestAnswer;
    const erased = new Set<number>();
    for (const { row, content } of answer.errors) if (isAbout(content)) erased.add(Number(row));
    let after = 0;
    for (let more = true; more; ) {
      const rows = await selectBadRows(tx, id, project, after, ROWS);
      for (const { row, content } of rows) if (isAbout(parseJsonExactly(content))) erased.add(row);
      after = rows.at(-1)?.row ?? after;
      more = rows.length === ROWS;
    }
    if (erased.size === 0) continue;
    const errors = answer.errors.filter(({ row }) => !erased.has(Number(row)));
    await forgetRefusedRows(tx, id, [...erased], stringifyExactly({ ...answer, errors }));
    counts.set(answer.featureSet, (counts.get(answer.featureSet) ?? 0) + erased.size);
  }
  return counts;
}

/** A refused row may have its key in another type, or be no object at all: then it counts as being about a key whose values stand in it. */
function matcherOf(names: readonly string[], key: readonly unknown[]): (content: unknown) => boolean {
  const wanted = key.map(String);
  return (content) => {
    if (typeof content === 'string') return wanted.every((value) => content.includes(value));
    const cells = content as EntityKey;
    return names.every((name, index) => String(cells[name]) === wanted[index]);
  };
}
