import type { Caller } from '../../graph/caller.js';
import { EdgeKind } from '../../graph/edge-kind.js';
import type { Graph } from '../../graph/graph.module.js';
import { NodeKind } from '../../graph/node-kind.js';
import type { Database } from '../../platform/database/database.js';
import { badInput } from '../../platform/errors.js';
import { type Definition, selectDefinitions } from '../definitions/feature-references.sql.js';
import { retryTies } from './retry-ties.js';
import { type EncodedRow, rowEncoderOf } from './row-encoder.js';
import type { WriteFeaturesInput } from './write-features.input.js';
import { addToHistory, putOnline } from './write-rows.sql.js';

export const MAX_ROWS = 10_000;

export interface WrittenFeatures {
  /** Rows that entered the history. */
  readonly written: number;
  /** Of the written rows, those that entered the history only: the online store holds a newer event. */
  readonly late: number;
  /** Rows that stood there already. */
  readonly unchanged: number;
  /** Id of the run that wrote them, where one was named. */
  readonly runId: string | undefined;
}

/** Writes rows of one feature set version into history and online storage: all of them, or none. */
export async function writeFeatures(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: WriteFeaturesInput,
): Promise<WrittenFeatures> {
  const version = await graph.references.resolve(database, caller.project, input.featureSet, [
    NodeKind.FEATURE_SET_VERSION,
  ]);
  const definition = (await selectDefinitions(database, [version.id])).get(version.id);
  if (definition === undefined) throw new Error(`feature set version ${version.id} has no definition`);
  const run =
    input.run == null ? undefined : await graph.references.resolve(database, caller.project, input.run, [NodeKind.RUN]);
  const given = readRows(input.rows);
  const rows = withoutDuplicates(encodeRows(definition, given));
  const newest = newestPerKey(rows);
  const outcome = await retryTies(() =>
    database.quietTransaction(async (tx) => {
      if (run !== undefined)
        await graph.writer.connect(tx, { src: run.id, dst: version.id, kind: EdgeKind.OUTPUT, runId: run.id });
      const { ingestTime, advanced } = await putOnline(tx, definition.storage, newest);
      const written = await addToHistory(tx, definition.storage, rows, ingestTime);
      return { written, late: written - advanced };
    }),
  );
  return { ...outcome, unchanged: given.length - outcome.written, runId: run?.id };
}

function readRows(rows: unknown): unknown[] {
  if (!Array.isArray(rows) || rows.length === 0) {
    throw badInput(
      'rows must be a list of at least one object, such as [{"airport": "SEA", "departures_7d": 8, "event_time": "2026-11-24T00:00:00Z"}].',
      { field: 'rows' },
    );
  }
  if (rows.length > MAX_ROWS) {
    throw badInput(
      `${rows.length} rows were given; at most ${MAX_ROWS} fit in one call. Write them in several calls.`,
      {
        field: 'rows',
        expected: MAX_ROWS,
        found: rows.length,
      },
    );
  }
  return rows;
}

function encodeRows(definition: Definition, rows: readonly unknown[]): EncodedRow[] {
  const encode = rowEncoderOf(definition);
  return rows.map((row, index) => encode(row, () => ({ name: `rows[${index}]`, row: index })));
}

/** A row given twice counts once. Two different rows for one event can't both be right: BAD_USER_INPUT. */
function withoutDuplicates(rows: readonly EncodedRow[]): EncodedRow[] {
  const seen = new Map<string, { row: EncodedRow; index: number }>();
  for (const [index, row] of rows.entries()) {
    const event = `${row.eventTime} ${row.key}`;
    const other = seen.get(event);
    if (other === undefined) seen.set(event, { row, index });
    else if (other.row.values !== row.values) {
      throw badInput(
        `rows[${other.index}] and rows[${index}] give different values for ${row.key} at ${row.eventTime}; keep the right one.`,
        {
          row: index,
          column: 'event_time',
        },
      );
    }
  }
  return [...seen.values()].map(({ row }) => row);
}

/** What may become the online row of each key. Canonical times of equal precision compare as text only when padded. */
function newestPerKey(rows: readonly EncodedRow[]): EncodedRow[] {
  const newest = new Map<string, EncodedRow>();
  for (const row of rows) {
    const other = newest.get(row.key);
    if (other === undefined || comparable(row.eventTime) > comparable(other.eventTime)) newest.set(row.key, row);
  }
  return [...newest.values()];
}

function comparable(instant: string): string {
  return instant.slice(0, -1).padEnd(20, '.').padEnd(26, '0');
}
