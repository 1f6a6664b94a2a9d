import { EdgeKind } from '../graph/edges/edge-kind.js';
import type { Graph } from '../graph/graph.js';
import { checkOverride } from '../graph/guards/override.js';
import type { Caller } from '../graph/nodes/caller.js';
import { changeNotes } from '../graph/nodes/changes/change-notes.js';
import { fromPublicId } from '../graph/nodes/node-id.js';
import type { ResolvedRef } from '../graph/references/references.js';
import { resolveAcross } from '../graph/references/resolve-across.js';
import { registerVersion } from '../graph/register-version.js';
import type { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { keptObject } from '../platform/text/check-text.js';
import { withoutPassword } from '../platform/text/without-password.js';
import { RUN } from '../runs/record/run-kinds.js';
import { Dataset } from './dataset.entity.js';
import { checkDatasetVersion, type RegisterDatasetVersionInput } from './dataset.input.js';
import { DATASET, DATASET_VERSION } from './dataset-kinds.js';
import { DatasetVersion } from './dataset-version.entity.js';
import { columnGuard } from './guard-columns.js';

export interface RegisteredDatasetVersion {
  readonly dataset: Dataset;
  readonly datasetVersion: DatasetVersion;
  /** False when the newest version had the same content and columns. */
  readonly created: boolean;
}

/** Registers one state of a dataset, in one transaction. Same digest and columns as the newest version: that version. */
export async function registerDatasetVersion(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: RegisterDatasetVersionInput,
): Promise<RegisteredDatasetVersion> {
  caller.demand('dataset:register');
  checkDatasetVersion(input);
  checkOverride(caller, input.override);
  return database.transaction((tx) => {
    graph.record(tx, caller, 'dataset:register', input.override?.reason);
    return registerDatasetVersionWithin(tx, graph, caller, input);
  });
}

/** The same as a part of a larger transaction, for input that is known to be right. */
export async function registerDatasetVersionWithin(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  input: RegisterDatasetVersionInput,
): Promise<RegisteredDatasetVersion> {
  const nodes = graph.nodes.within(tx);
  const guardColumns = await columnGuard(tx, graph, caller, input);
  const dataset = await graph.writer.ensureNode(tx, caller, { kind: DATASET, name: input.dataset });
  const { id, created } = await registerVersion(tx, graph, caller, {
    kind: DATASET_VERSION,
    type: DatasetVersion,
    parent: { id: dataset.id, name: input.dataset },
    metadata: input,
    origin: input.origin,
    isSame: async (newest) => {
      if (isSameContent(newest, input)) return true;
      await guardColumns(dataset.id, newest);
      return false;
    },
    write: async (append) => insertRow(tx, await append(), input),
  });
  await connect(tx, graph, caller, id, input);
  return {
    dataset: await nodes.get(Dataset, dataset.id),
    datasetVersion: await nodes.get(DatasetVersion, id),
    created,
  };
}

function isSameContent(version: DatasetVersion, input: RegisterDatasetVersionInput): boolean {
  const shape = (columns: readonly { name: string; type: string }[]) =>
    JSON.stringify(columns.map(({ name, type }) => [name, type]));
  return version.digest === input.digest && shape(version.columns) === shape(input.columns);
}

async function insertRow(tx: Transaction, id: string, input: RegisterDatasetVersionInput): Promise<void> {
  const row = {
    digest: input.digest,
    location: input.location,
    columns: input.columns.map(({ name, type, nativeType, description, statistics }) => ({
      name,
      type,
      nativeType: nativeType ?? null,
      description: description ?? null,
      statistics: statistics == null ? null : keptObject('statistics', statistics),
    })),
    rowCount: input.rowCount ?? null,
    byteCount: input.byteCount ?? null,
  };
  await tx.manager.insert(DatasetVersion, { nodeId: id, ...row });
  changeNotes(tx).changed(
    id,
    {},
    {
      ...row,
      location: withoutPassword(row.location),
      // Statistics may tell values of the data.
      columns: row.columns.map(({ statistics: _, ...column }) => column),
    },
  );
}

async function connect(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  id: string,
  input: RegisterDatasetVersionInput,
): Promise<void> {
  const run = input.run == null ? undefined : await graph.references.resolve(tx, caller.project, input.run, [RUN]);
  if (run !== undefined) await graph.writer.connect(tx, { src: run.id, dst: id, kind: EdgeKind.OUTPUT, runId: run.id });
  for (const source of await resolveSources(tx, graph, caller, input.derivedFrom ?? [])) {
    await graph.writer.connect(tx, {
      src: source.id,
      dst: id,
      kind: EdgeKind.DERIVED_FROM,
      ...(run && { runId: run.id }),
    });
  }
}

/** A name means a dataset, as it always did; an id may be of a version of anything, such as the features of a training set. */
async function resolveSources(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  refs: readonly string[],
): Promise<ResolvedRef[]> {
  const { references, kinds } = graph;
  const isId = (ref: string) => fromPublicId(ref, kinds) !== undefined;
  const versions = kinds.all.filter(({ versionOf }) => versionOf !== undefined).map(({ kind }) => kind);
  const named = refs.filter((ref) => !isId(ref));
  return [
    ...(await resolveAcross(tx, references, caller, named, [DATASET_VERSION])),
    ...(await references.resolveAll(tx, caller.project, refs.filter(isId), versions)),
  ];
}
