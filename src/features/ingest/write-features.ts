import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import { RUN } from '../../runs/record/run-kinds.js';
import { countViolations } from '../definitions/rules/violations.sql.js';
import { type RefusedRow, readFeatureRows } from './rows/read-feature-rows.js';
import type { Violations } from './rows/row-encoder.js';
import type { WriteFeaturesInput } from './write-features.input.js';
import { writeRows } from './write-rows.sql.js';
import type { WriteTargets } from './write-target.js';

/** How many of the rows that were left out an answer tells of. */
const SHOWN_ROWS = 100;

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
  /** Rows that lie too far ahead, and were left out: how many, and the first of them. */
  readonly rejected: number;
  readonly badRows: readonly RefusedRow[];
  /** Values that were accepted though their feature does not allow them: feature → how many. */
  readonly violations: Violations;
}

/** Writes rows of one feature set version into history and online storage: all of them that it does not leave out, or none. */
export async function writeFeatures(
  database: Database,
  graph: Graph,
  targets: WriteTargets,
  caller: Caller,
  input: WriteFeaturesInput,
): Promise<WrittenFeatures> {
  caller.demand('feature:write');
  const { definition, encode, unpinned } = await targets.find(caller, input.featureSet);
  const run =
    input.run == null ? undefined : await graph.references.resolve(database, caller.project, input.run, [RUN]);
  const violations: Violations = new Map();
  const { rows, taken, leftOut } = readFeatureRows(input.rows, encode, violations);
  graph.quotas.demand(caller.project, { rows: rows.length, bytes: 1 });
  const { written, advanced } = await database.shares.use([definition.storage], async () => {
    // One statement is a transaction by itself.
    if (run === undefined && violations.size === 0) {
      const counts = await writeRows(database, definition.storage, rows, {
        caller,
        featureSetVersionId: definition.id,
      });
      graph.changeLog.added();
      return counts;
    }
    return database.quietTransaction(async (tx) => {
      const notes = graph.record(tx, caller, 'feature:write');
      const source = run && { run: run.id, copiedFrom: undefined };
      const counts = await writeRows(tx, definition.storage, rows, source);
      notes.count('written', counts.written);
      notes.count('late', counts.written - counts.advanced);
      if (counts.written > 0) notes.about(definition.id);
      await countViolations(tx, definition.id, violations);
      if (run !== undefined)
        await graph.writer.connect(tx, { src: run.id, dst: definition.id, kind: EdgeKind.OUTPUT, runId: run.id });
      return counts;
    });
  });
  graph.quotas.add(caller.project, { rows: written });
  if (unpinned !== undefined) unpinned.count++;
  return {
    featureSetVersionId: definition.id,
    written,
    late: written - advanced,
    unchanged: taken - written,
    rejected: leftOut.length,
    badRows: leftOut.slice(0, SHOWN_ROWS),
    runId: run?.id,
    violations,
  };
}
