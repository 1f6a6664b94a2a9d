import { RESERVED_COLUMN } from '../../../features/definitions/entities/entity.input.js';
import { selectDefinitions } from '../../../features/definitions/references/feature-references.sql.js';
import {
  FORGETFUL_BAD_ROWS,
  forgetRefusedRows,
  hasStatisticsOfBadRows,
  type RefusingIngest,
  selectBadRows,
  selectRefusingIngests,
} from '../../../features/ingest/bulk/ingest-record.sql.js';
import { renewStatistics } from '../../../platform/database/forget-statistics.sql.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { parseStoredJson, stringifyExactly } from '../../../platform/http/bodies/json-body.js';
import { Turns } from '../../../platform/turns/turns.js';
import type { EntityStorage } from '../entity-storages.sql.js';
import type { EntityWithKey } from '../find-entity.js';
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
 * Idempotency-Key. Nobody else may be at it for the same entity.
 */
export class RefusedRowsEraser {
  private readonly counts = new Map<string, number>();
  /** Ingests that were looked at; nobody adds rows to one that is done. */
  private readonly known: string[] = [];

  constructor(
    private readonly db: Queryable,
    private readonly found: EntityWithKey,
  ) {}

  /** Goes through the ingests that it has not seen yet: once before writers are kept out, for that may take long, and once more for what came since. */
  async erase(storages: readonly EntityStorage[]): Promise<void> {
    const { db, known } = this;
    for await (const { ingestId, answer, rows } of refusedRows(db, this.found, storages, known)) {
      const errors = answer.errors.filter(({ row }) => !rows.has(Number(row)));
      await forgetRefusedRows(db, ingestId, [...rows], stringifyExactly({ ...answer, errors }));
      count(this.counts, answer, rows.size);
    }
  }

  /** How many there were, by feature set version. Statistics may still name rows that went long ago. */
  async finish(): Promise<ReadonlyMap<string, number>> {
    if (this.counts.size > 0 || (await hasStatisticsOfBadRows(this.db)))
      await renewStatistics(this.db, FORGETFUL_BAD_ROWS);
    return this.counts;
  }
}

/** How many refused rows about a key are kept, by feature set version. */
export async function countRefusedRows(
  db: Queryable,
  found: EntityWithKey,
  storages: readonly EntityStorage[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const { answer, rows } of refusedRows(db, found, storages, [])) count(counts, answer, rows.size);
  return counts;
}

/** Page by page, of the ingests as of their rows: there is no end to either. Those that were gone through become known. */
async function* refusedRows(
  db: Queryable,
  found: EntityWithKey,
  storages: readonly EntityStorage[],
  known: string[],
): AsyncGenerator<RefusedRows> {
  const labels = storages.map(({ label }) => label);
  const knownBefore = [...known];
  let columns: Columns | undefined;
  for (let after: string | undefined; ; after = known.at(-1)) {
    const page = await selectRefusingIngests(db, found.entity.node.project, labels, { after, known: knownBefore });
    if (page.length === 0) return;
    columns ??= await columnsOf(db, storages);
    for (const ingest of page) {
      const refused = await refusedRowsOf(db, found, columns, ingest);
      if (refused.rows.size > 0) yield refused;
      known.push(ingest.id);
    }
  }
}

async function refusedRowsOf(
  db: Queryable,
  { entity, key }: EntityWithKey,
  columns: Columns,
  { id, answer: text }: RefusingIngest,
): Promise<RefusedRows> {
  const turns = new Turns();
  const answer = parseStoredJson(text) as IngestAnswer;
  const wanted = wantedValues(entity.joinKeys, key);
  const isAbout = (content: unknown) => isRowAbout(wanted, columns.get(answer.featureSet) ?? new Set(), content);
  const rows = new Set<number>();
  for (const { row, content } of answer.errors) {
    if (isAbout(content)) rows.add(Number(row));
    if (turns.isOver) await turns.next();
  }
  for (let after = 0; ; ) {
    const page = await selectBadRows(db, id, entity.node.project, after, ROWS);
    const last = page.at(-1);
    if (last === undefined) return { ingestId: id, answer, rows };
    for (const { row, content } of page) {
      if (isAbout(parseStoredJson(content))) rows.add(row);
      if (turns.isOver) await turns.next();
    }
    after = last.row;
  }
}

type Columns = ReadonlyMap<string, ReadonlySet<string>>;

/** The columns beside the join keys, by feature set version. */
async function columnsOf(db: Queryable, storages: readonly EntityStorage[]): Promise<Columns> {
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
