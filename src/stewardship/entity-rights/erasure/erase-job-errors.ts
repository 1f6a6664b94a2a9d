import type { Queryable } from '../../../platform/database/queryable.js';
import { analyzeJobs, putJobError, selectJobErrors } from '../../../platform/jobs/job.sql.js';
import type { EntityWithKey } from '../find-entity.js';
import { isValue } from '../refused-rows/key-matcher.js';
import { wantedValues } from '../refused-rows/refused-row-matcher.js';

/**
 * What a message says of a value that does not fit: `row 3 of flights@1.airport is "SEA"; expected a whole number`. Looked for behind every
 * "is": a column "from which the join key is read" may stand before.
 */
const FOUND = /(?= is (.+?); expected )/gs;

/** Takes messages of failed jobs away that name a value of a key. */
export async function eraseJobErrors(db: Queryable, { entity, key }: EntityWithKey): Promise<void> {
  const wanted = wantedValues(entity.joinKeys, key);
  const names = (error: string) =>
    [...error.matchAll(FOUND)].some(([, found = '']) => wanted.some((value) => isValue(value, unquoted(found))));
  const errors = (await selectJobErrors(db, entity.node.project)).filter(({ error }) => names(error));
  for (const { id } of errors) await putJobError(db, id, 'It named a key that was erased since.');
  if (errors.length > 0) await analyzeJobs(db);
}

function unquoted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
