import { createHash } from 'node:crypto';
import type { Caller } from '../../graph/caller.js';
import { EdgeKind } from '../../graph/edge-kind.js';
import type { Graph } from '../../graph/graph.module.js';
import { NodeKind } from '../../graph/node-kind.js';
import { canonicalJson } from '../../platform/canonical-json.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { conflict } from '../../platform/errors.js';
import { type ColumnLineage, resolveColumnLineage } from './column-lineage.js';
import { Entity } from './entity.entity.js';
import { FeatureSet } from './feature-set.entity.js';
import { checkAgainstKeys, checkFeatureSet, type PublishFeatureSetInput } from './feature-set.input.js';
import { FeatureSetVersion } from './feature-set-version.entity.js';
import { createStorage, takeStorage } from './storage.sql.js';
import { valueRules } from './value-rules.js';

export interface PublishedFeatureSet {
  readonly featureSet: FeatureSet;
  readonly featureSetVersion: FeatureSetVersion;
  /** False when the newest version had the same definition. */
  readonly created: boolean;
}

/** Publishes a definition, and makes the tables for its rows, in one transaction. */
export async function publishFeatureSet(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: PublishFeatureSetInput,
): Promise<PublishedFeatureSet> {
  checkFeatureSet(input);
  return database.transaction(async (tx) => {
    const nodes = graph.nodes.within(tx.manager);
    const entity = await requireEntity(tx, graph, caller, input);
    checkAgainstKeys(input, entity.joinKeys);
    const setId = await ensureFeatureSet(tx, graph, caller, input, entity);
    const lineage = await resolveColumnLineage(tx, graph, caller.project, input.features);
    const definition = definitionOf(input, lineage);
    const newestId = await graph.writer.lockForNewVersion(tx, setId);
    const newest = newestId === undefined ? undefined : await nodes.get(FeatureSetVersion, newestId);
    const same = newest !== undefined && newest.digest === definition.digest;
    const id = same ? newest.nodeId : await insertVersion(tx, graph, caller, setId, input, definition);
    if (!same) await drawSources(tx, graph, id, lineage);
    if (input.run != null) {
      const run = await graph.references.resolve(tx, caller.project, input.run, [NodeKind.RUN]);
      await graph.writer.connect(tx, { src: run.id, dst: id, kind: EdgeKind.OUTPUT, runId: run.id });
    }
    return {
      featureSet: await nodes.get(FeatureSet, setId),
      featureSetVersion: await nodes.get(FeatureSetVersion, id),
      created: !same,
    };
  });
}

async function requireEntity(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  input: PublishFeatureSetInput,
): Promise<Entity> {
  const { id } = await graph.references.resolve(tx, caller.project, input.entity, [NodeKind.ENTITY]);
  return graph.nodes.within(tx.manager).get(Entity, id);
}

async function ensureFeatureSet(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  input: PublishFeatureSetInput,
  entity: Entity,
): Promise<string> {
  const node = {
    kind: NodeKind.FEATURE_SET,
    name: input.name,
    parentId: entity.nodeId,
    description: input.description,
    owner: input.owner,
  };
  const { id, created } = await graph.writer.ensureNode(tx, caller, node);
  if (created) {
    await graph.writer.connect(tx, { src: entity.nodeId, dst: id, kind: EdgeKind.CHILD_OF });
    return id;
  }
  const existing = await graph.nodes.within(tx.manager).get(FeatureSet, id);
  if (existing.node.parentId !== entity.nodeId) {
    throw conflict(
      `The feature set "${input.name}" is about another entity than "${input.entity}"; that can't change. Choose another name.`,
      {
        field: 'entity',
        found: input.entity,
      },
    );
  }
  return id;
}

/** What makes two versions the same: everything that decides what the rows mean. */
function definitionOf(input: PublishFeatureSetInput, lineage: ColumnLineage) {
  const features = input.features.map((feature) => ({
    name: feature.name,
    type: feature.type,
    description: feature.description ?? null,
    allowNonFinite: feature.allowNonFinite === true,
    ...valueRules(feature),
  }));
  const ttlSeconds = input.ttlSeconds === 0 ? null : (input.ttlSeconds ?? null);
  const transformation =
    input.transformation == null
      ? null
      : {
          repository: input.transformation.repository,
          commit: input.transformation.commit ?? null,
          entryPoint: input.transformation.entryPoint ?? null,
        };
  const whole = canonicalJson({ features, ttlSeconds, transformation, sources: Object.fromEntries(lineage) });
  return { features, ttlSeconds, transformation, digest: createHash('sha256').update(whole).digest('hex') };
}

async function insertVersion(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  setId: string,
  input: PublishFeatureSetInput,
  definition: ReturnType<typeof definitionOf>,
): Promise<string> {
  const { id } = await graph.writer.appendVersion(tx, caller, {
    kind: NodeKind.FEATURE_SET_VERSION,
    name: input.name,
    parentId: setId,
    description: input.description,
    tags: input.tags,
    owner: input.owner,
  });
  const storage = await takeStorage(tx);
  await createStorage(tx, storage);
  const keepHistoryFor = input.keepHistoryFor ?? null;
  await tx.manager.insert(FeatureSetVersion, { nodeId: id, storage, keepHistoryFor, ...definition } as never);
  return id;
}

async function drawSources(tx: Transaction, graph: Graph, id: string, lineage: ColumnLineage): Promise<void> {
  for (const [datasetVersionId, columns] of lineage) {
    await graph.writer.connect(tx, { src: datasetVersionId, dst: id, kind: EdgeKind.SOURCE, attributes: { columns } });
  }
}
