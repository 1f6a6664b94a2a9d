import type { Caller } from '../../graph/caller.js';
import { EdgeKind } from '../../graph/edge-kind.js';
import type { Graph } from '../../graph/graph.module.js';
import { NodeKind } from '../../graph/node-kind.js';
import type { Database } from '../../platform/database/database.js';
import { badInput } from '../../platform/errors.js';
import { countViolations } from '../definitions/violations.sql.js';
import { retryTies } from './retry-ties.js';
import type { EncodedRow, Violations } from './row-encoder.js';
import type { WriteFeaturesInput } from './write-features.input.js';
import { writeRows } from './write-rows.sql.js';
import type { WriteTargets } from './write-target.js';

export const MAX_ROWS = 10_000;

export interface WrittenFeatures {
  /** The version that they were written into: the one meant when the request came. */
  readonly featureSetVersionId: string;
  /** Rows that entered the history. */
  readonly written: number;
  /** Of the written rows, those that entered the history only: the online store holds a newer event. */
  readonly late: number;
  /** Rows that stood there already. */
  readonly unchanged: number;
  /** Id of the run that wrote them, where one was named. */
  readonly runId: string | undefined;
  /** Values that were accepted though their feature does not allow them: feature → how many. */
  readonly violations: Violations;
}

/** Writes rows of one feature set version into history and online storage: all of them, or none. */
export async function writeFeatures(
  database: Database,
  graph: Graph,
  targets: WriteTargets,
  caller: Caller,
  input: WriteFeaturesInput,
): Promise<WrittenFeatures> {
  const { definition, encode } = await targets.find(caller.project, input.featureSet);
  const run =
    input.run == null ? undefined : await graph.references.resolve(database, caller.project, input.run, [NodeKind.RUN]);
  const given = readRows(input.rows);
  const violations: Violations = new Map();
  const rows = withoutDuplicates(
    given.map((row, index) => encode(row, () => ({ name: `rows[${index}]`, row: index }), violations)),
  );
  const { written, advanced } = await retryTies(() =>
    database.shares.use([definition.storage], async () => {
      // One statement is a transaction by itself.
      if (run === undefined && violations.size === 0) return writeRows(database, definition.storage, rows);
      return database.quietTransaction(async (tx) => {
        if (run !== undefined)
          await graph.writer.connect(tx, { src: run.id, dst: definition.id, kind: EdgeKind.OUTPUT, runId: run.id });
        await countViolations(tx, definition.id, violations);
        return writeRows(tx, definition.storage, rows);
      });
    }),
  );
  return {
    featureSetVersionId: definition.id,
    written,
    late: written - advanced,
    unchanged: given.length - written,
    runId: run?.id,
    violations,
  };
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
