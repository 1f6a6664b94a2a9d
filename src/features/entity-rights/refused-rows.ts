import { renewStatistics } from '../../platform/database/forget-statistics.sql.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { parseStoredJson, stringifyExactly } from '../../platform/http/json-body.js';
import { RESERVED_COLUMN } from '../definitions/entity.input.js';
import { selectDefinitions } from '../definitions/feature-references.sql.js';
import {
  forgetfulBadRows,
  forgetRefusedRows,
  lockIngestsWithBadRows,
  selectBadRows,
  selectIngestsWithBadRows,
} from '../ingest/ingest-record.sql.js';
import type { EntityStorage } from './entity-storages.sql.js';
import type { EntityWithKey } from './find-entity.js';
import { isRowAbout, wantedValues } from './refused-row-matcher.js';

const ROWS = 5_000;

interface IngestAnswer {
  readonly featureSet: string;
  readonly errors: readonly { readonly row: number; readonly content: unknown }[];
}

/** The rows about a key that one ingest refused. */
interface RefusedRows {
  readonly ingestId: string;
  readonly answer: IngestAnswer;
  readonly rows: ReadonlySet<number>;
}

/**
 * Removes rows about a key that ingests refused: from what is kept of them, and from the answers that are given again under an
 * Idempotency-Key. How many there were, by feature set version.
 */
export async function eraseRefusedRows(
  db: Queryable,
  found: EntityWithKey,
  storages: readonly EntityStorage[],
): Promise<ReadonlyMap<string, number>> {
  const ingests = await lockIngestsWithBadRows(db, found.entity.node.project, labelsOf(storages));
  const counts = new Map<string, number>();
  let last: string | undefined;
  for await (const { ingestId, answer, rows } of refusedRows(db, found, storages, ingests)) {
    const errors = answer.errors.filter(({ row }) => !rows.has(Number(row)));
    await forgetRefusedRows(db, ingestId, [...rows], stringifyExactly({ ...answer, errors }));
    count(counts, answer, rows.size);
    last = ingestId;
  }
  if (last !== undefined) await renewStatistics(db, forgetfulBadRows(last));
  return counts;
}

/** How many refused rows about a key are kept, by feature set version. */
export async function countRefusedRows(
  db: Queryable,
  found: EntityWithKey,
  storages: readonly EntityStorage[],
): Promise<ReadonlyMap<string, number>> {
  const ingests = await selectIngestsWithBadRows(db, found.entity.node.project, labelsOf(storages));
  const counts = new Map<string, number>();
  for await (const { answer, rows } of refusedRows(db, found, storages, ingests)) count(counts, answer, rows.size);
  return counts;
}

async function* refusedRows(
  db: Queryable,
  { entity, key }: EntityWithKey,
  storages: readonly EntityStorage[],
  ingests: readonly { id: string; answer: string }[],
): AsyncGenerator<RefusedRows> {
  if (ingests.length === 0) return;
  const wanted = wantedValues(entity.joinKeys, key);
  const columns = await columnsOf(db, storages);
  for (const { id, answer: text } of ingests) {
    const answer = parseStoredJson(text) as IngestAnswer;
    const isAbout = (content: unknown) => isRowAbout(wanted, columns.get(answer.featureSet) ?? new Set(), content);
    const rows = new Set<number>();
    for (const { row, content } of answer.errors) if (isAbout(content)) rows.add(Number(row));
    let after = 0;
    for (let more = true; more; ) {
      const page = await selectBadRows(db, id, entity.node.project, after, ROWS);
      for (const { row, content } of page) if (isAbout(parseStoredJson(content))) rows.add(row);
      after = page.at(-1)?.row ?? after;
      more = page.length > 0;
    }
    if (rows.size > 0) yield { ingestId: id, answer, rows };
  }
}

/** The columns beside the join keys, by feature set version. */
async function columnsOf(
  db: Queryable,
  storages: readonly EntityStorage[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const ids = storages.map(({ id }) => id);
  const definitions = await selectDefinitions(db, ids);
  return new Map(
    [...definitions.values()].map(({ label, features }) => [
      label,
      new Set([...features.map(({ name }) => name), RESERVED_COLUMN]),
    ]),
  );
}

function count(counts: Map<string, number>, { featureSet }: IngestAnswer, rows: number): void {
  counts.set(featureSet, (counts.get(featureSet) ?? 0) + rows);
}

function labelsOf(storages: readonly EntityStorage[]): string[] {
  return storages.map(({ label }) => label);
}
