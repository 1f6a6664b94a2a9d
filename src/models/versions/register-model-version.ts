import { DATASET_VERSION } from '../../datasets/dataset-kinds.js';
import type { FeatureReferences, ResolvedFeature } from '../../features/definitions/references/feature-references.js';
import type { ServiceLookup } from '../../features/services/service-lookup.js';
import { drawSignature, pinSignature, readSignatures, sameSignature } from '../../features/signatures/signature.js';
import { insertEdge, selectEdgesInto } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import type { ResolvedRef } from '../../graph/references/references.js';
import { resolveAcross } from '../../graph/references/resolve-across.js';
import { registerVersion } from '../../graph/register-version.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { withoutPassword } from '../../platform/text/without-password.js';
import { RUN } from '../../runs/record/run-kinds.js';
import { Model } from '../model.entity.js';
import { MODEL, MODEL_VERSION } from '../model-kinds.js';
import { checkModelVersion, type RegisterModelVersionInput } from './model.input.js';
import { ModelVersion } from './model-version.entity.js';
import type { RequestInput } from './request-input.js';
import { checkRequestInputs, vectorOf } from './vector.js';

/** Keeps the upstream closure of a model version as it is now, in the transaction that makes the version. */
export type FreezeLineage = (tx: Transaction, caller: Caller, modelVersionId: string) => Promise<void>;

/** What registering needs from other rooms. */
export interface RegistrationDependencies {
  readonly database: Database;
  readonly graph: Graph;
  readonly features: FeatureReferences;
  readonly services: ServiceLookup;
  readonly freezeLineage: FreezeLineage;
}

export interface RegisteredModelVersion {
  readonly model: Model;
  readonly modelVersion: ModelVersion;
  /** False when the newest version was the same. */
  readonly created: boolean;
}

/** What a model version was made from, as node ids. */
interface Origin {
  readonly signature: readonly ResolvedFeature[];
  /** The feature service version that the signature was taken from. */
  readonly service: string | null;
  /** In the order of their positions. */
  readonly requestInputs: readonly RequestInput[];
  readonly run: string | null;
  readonly trainedOn: readonly string[];
  readonly derivedFrom: readonly string[];
}

/**
 * Registers a version of a model and freezes its lineage, in one transaction. The version is the newest one if that has
 * the same artifact digest, signature and request inputs, and lacks neither the run nor a source that is given.
 */
export async function registerModelVersion(
  dependencies: RegistrationDependencies,
  caller: Caller,
  input: RegisterModelVersionInput,
): Promise<RegisteredModelVersion> {
  caller.demand('model:register');
  checkModelVersion(input);
  const { database, graph } = dependencies;
  return database.transaction((tx) => {
    graph.record(tx, caller, 'model:register');
    return registerModelVersionWithin(tx, dependencies, caller, input);
  });
}

/** What only a foreign protocol says of a version. */
export interface ForeignVersion {
  /** Whether it is another version even where nothing differs from the newest one, as registries have it that count calls. */
  readonly distinct?: boolean;
  /** Uuids of nodes that it was made from, besides what it is registered with. */
  readonly madeFrom?: readonly string[];
}

/** The same as a part of a larger transaction, for input that is known to be right. */
export async function registerModelVersionWithin(
  tx: Transaction,
  dependencies: RegistrationDependencies,
  caller: Caller,
  input: RegisterModelVersionInput,
  { distinct = false, madeFrom = [] }: ForeignVersion = {},
): Promise<RegisteredModelVersion> {
  const { graph } = dependencies;
  const nodes = graph.nodes.within(tx);
  const resolved = await resolveOrigin(tx, dependencies, caller, input);
  const origin = { ...resolved, derivedFrom: [...new Set([...resolved.derivedFrom, ...madeFrom])] };
  const model = await graph.writer.ensureNode(tx, caller, { kind: MODEL, name: input.model });
  const { id, created } = await registerVersion(tx, graph, caller, {
    kind: MODEL_VERSION,
    type: ModelVersion,
    parent: { id: model.id, name: input.model },
    metadata: input,
    origin: input.origin,
    isSame: (newest) => !distinct && isSame(tx, newest, input, origin),
    async write(append) {
      const id = await append();
      await insertRow(tx, id, input, origin);
      await drawOrigin(tx, id, origin);
      await dependencies.freezeLineage(tx, caller, id);
    },
  });
  return {
    model: await nodes.get(Model, model.id),
    modelVersion: await nodes.get(ModelVersion, id),
    created,
  };
}

async function resolveOrigin(
  tx: Transaction,
  dependencies: RegistrationDependencies,
  caller: Caller,
  input: RegisterModelVersionInput,
): Promise<Origin> {
  const { graph } = dependencies;
  const resolve = async (refs: readonly string[], kind: NodeKind) => {
    return distinct(await graph.references.resolveAll(tx, caller.project, refs, [kind]));
  };
  const [run] = await resolve(input.run == null ? [] : [input.run], RUN);
  const { signature, service } = await resolveSignature(tx, dependencies, caller, input);
  const requestInputs = (input.requestInputs ?? [])
    .map(({ name, type, position }) => ({ name, type, position }))
    .sort((a, b) => a.position - b.position);
  await checkRequestInputs(tx, signature, requestInputs);
  return {
    signature,
    service,
    requestInputs,
    run: run ?? null,
    trainedOn: await resolve(input.trainedOn ?? [], DATASET_VERSION),
    derivedFrom: distinct(await resolveAcross(tx, graph.references, caller, input.derivedFrom ?? [], [MODEL_VERSION])),
  };
}

function distinct(resolved: readonly ResolvedRef[]): string[] {
  return [...new Set(resolved.map(({ id }) => id))];
}

/** The lineage of a version is frozen, so a run or source that the newest version lacks makes another version. */
async function isSame(
  tx: Transaction,
  newest: ModelVersion,
  input: RegisterModelVersionInput,
  origin: Origin,
): Promise<boolean> {
  if (newest.artifactDigest !== input.artifact.digest) return false;
  const signature = (await readSignatures(tx, [newest.nodeId])).get(newest.nodeId) ?? [];
  if (!sameSignature(signature, origin.signature)) return false;
  if (inputsText(newest.requestInputs) !== inputsText(origin.requestInputs)) return false;
  for (const [kind, given] of sourcesOf(origin)) {
    const recorded = (await selectEdgesInto(tx, [newest.nodeId], kind)).map((edge) => edge.src);
    // A call that is repeated and derives from "the newest version" now means the version that it made.
    if (!given.every((id) => recorded.includes(id) || id === newest.nodeId)) return false;
  }
  return true;
}

async function resolveSignature(
  tx: Transaction,
  { features, services }: RegistrationDependencies,
  caller: Caller,
  { signature, service }: RegisterModelVersionInput,
): Promise<Pick<Origin, 'signature' | 'service'>> {
  if (service == null) return { signature: await pinSignature(tx, features, caller, signature ?? []), service: null };
  const chosen = await services.choose(tx, caller, { service });
  return { signature: chosen.features, service: chosen.service?.id ?? null };
}

function inputsText(inputs: readonly RequestInput[]): string {
  return JSON.stringify(inputs.map(({ name, type, position }) => [name, type, position]));
}

function sourcesOf(origin: Origin): readonly (readonly [EdgeKind, readonly string[]])[] {
  return [
    [EdgeKind.OUTPUT, origin.run === null ? [] : [origin.run]],
    [EdgeKind.TRAINED_ON, origin.trainedOn],
    [EdgeKind.DERIVED_FROM, origin.derivedFrom],
    [EdgeKind.DERIVED_FROM, origin.service === null ? [] : [origin.service]],
  ];
}

async function insertRow(
  tx: Transaction,
  id: string,
  input: RegisterModelVersionInput,
  { requestInputs }: Origin,
): Promise<void> {
  const row = {
    artifactUri: input.artifact.uri,
    artifactDigest: input.artifact.digest,
    artifactFormat: input.artifact.format ?? null,
    artifactBytes: input.artifact.bytes ?? null,
    requestInputs: [...requestInputs],
    metrics: (input.metrics ?? []).map(({ name, value }) => ({ name, value })),
  };
  await tx.manager.insert(ModelVersion, { nodeId: id, ...row });
  changeNotes(tx).changed(id, {}, { ...row, artifactUri: withoutPassword(row.artifactUri) });
}

/** Nothing leaves a node that was made in this transaction, so no edge into it can close a cycle: no need to look. */
async function drawOrigin(tx: Transaction, id: string, origin: Origin): Promise<void> {
  await drawSignature(tx, id, vectorOf(origin.signature, origin.requestInputs), origin.run);
  for (const [kind, sources] of sourcesOf(origin)) {
    for (const src of sources) {
      const attributes = src === origin.service ? { signature: true } : {};
      await insertEdge(tx, { src, dst: id, kind, runId: origin.run, attributes });
    }
  }
}
