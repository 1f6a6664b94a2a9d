import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Graph } from '../../graph/graph.js';
import { formatName } from '../../graph/names/format-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { findByLabel } from '../../graph/nodes/storage/node.sql.js';
import { registerVersion } from '../../graph/register-version.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { RUN } from '../../runs/record/run-kinds.js';
import { definitionOf } from '../definitions/definition-of.js';
import type { Entity } from '../definitions/entities/entity.entity.js';
import { FeatureSet } from '../definitions/feature-set.entity.js';
import { checkFeatureSet, type PublishFeatureSetInput } from '../definitions/feature-set.input.js';
import { type ColumnLineage, resolveColumnLineage } from '../definitions/references/column-lineage.js';
import { createStorage, takeStorage } from '../definitions/storage/storage.sql.js';
import { FeatureSetVersion } from '../definitions/versions/feature-set-version.entity.js';
import { FEATURE_SET, FEATURE_SET_VERSION } from '../feature-kinds.js';
import { findCurrent, makeCurrentAtOnce } from './make-current.js';
import { requireEntity, requireSameEntity } from './publication-target.js';
import { shareOfSet } from './share-of-set.js';

export interface PublishedFeatureSet {
  readonly featureSet: FeatureSet;
  readonly featureSetVersion: FeatureSetVersion;
  /** False when the newest version had the same definition. */
  readonly created: boolean;
}

/**
 * Publishes a definition, and makes the tables for its rows, in one transaction. The version becomes current where nobody can be reading
 * rows of another one.
 */
export async function publishFeatureSet(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: PublishFeatureSetInput,
): Promise<PublishedFeatureSet> {
  caller.demand('feature-set:publish');
  checkFeatureSet(input);
  const featureSetId = await findByLabel(database, caller.project, formatName(input.name), FEATURE_SET);
  const publish = async (tx: Transaction) => {
    graph.record(tx, caller, 'feature-set:publish');
    const nodes = graph.nodes.within(tx);
    const entity = await requireEntity(tx, graph, caller, input);
    const setId = await ensureFeatureSet(tx, graph, caller, input, entity);
    const lineage = await resolveColumnLineage(tx, graph, caller, input.features);
    const definition = definitionOf(input, lineage);
    const { id, created } = await registerVersion(tx, graph, caller, {
      kind: FEATURE_SET_VERSION,
      type: FeatureSetVersion,
      parent: { id: setId, name: input.name },
      metadata: input,
      origin: input.origin,
      isSame: ({ digest }) => digest === definition.digest,
      async write(append) {
        const current = await findCurrent(tx, setId);
        const id = await append();
        await insertRow(tx, id, input, definition);
        await makeCurrentAtOnce(tx, { featureSetId: setId, id, user: caller.user }, current);
        await drawSources(tx, graph, id, lineage);
      },
    });
    if (input.run != null) {
      const run = await graph.references.resolve(tx, caller.project, input.run, [RUN]);
      await graph.writer.connect(tx, { src: run.id, dst: id, kind: EdgeKind.OUTPUT, runId: run.id });
    }
    return {
      featureSet: await nodes.get(FeatureSet, setId),
      featureSetVersion: await nodes.get(FeatureSetVersion, id),
      created,
    };
  };
  return shareOfSet(database, featureSetId, [], () => database.transaction(publish));
}

async function ensureFeatureSet(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  input: PublishFeatureSetInput,
  entity: Entity,
): Promise<string> {
  const node = {
    kind: FEATURE_SET,
    name: input.name,
    parentId: entity.nodeId,
    description: input.description,
    owner: input.owner,
  };
  const { id, created } = await graph.writer.ensureNode(tx, caller, node);
  if (created) await graph.writer.connect(tx, { src: entity.nodeId, dst: id, kind: EdgeKind.CHILD_OF });
  else requireSameEntity(await graph.nodes.within(tx).get(FeatureSet, id), entity, input);
  return id;
}

async function insertRow(
  tx: Transaction,
  id: string,
  input: PublishFeatureSetInput,
  definition: ReturnType<typeof definitionOf>,
): Promise<void> {
  const storage = await takeStorage(tx);
  await createStorage(tx, storage);
  const keepHistoryFor = input.keepHistoryFor ?? null;
  await tx.manager.insert(FeatureSetVersion, { nodeId: id, storage, keepHistoryFor, ...definition } as never);
  changeNotes(tx).changed(id, {}, { keepHistoryFor, ...definition });
}

async function drawSources(tx: Transaction, graph: Graph, id: string, lineage: ColumnLineage): Promise<void> {
  for (const [datasetVersionId, columns] of lineage) {
    await graph.writer.connect(tx, { src: datasetVersionId, dst: id, kind: EdgeKind.SOURCE, attributes: { columns } });
  }
}
