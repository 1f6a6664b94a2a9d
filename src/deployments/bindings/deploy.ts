import { insertEdge } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Graph } from '../../graph/graph.js';
import { formatRef } from '../../graph/names/format-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { lockLifecycle } from '../../graph/nodes/lifecycle/lifecycle.sql.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import { MODEL_VERSION } from '../../models/model-kinds.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { withoutPassword } from '../../platform/text/without-password.js';
import { Deployment } from '../deployment.entity.js';
import { type BindingInput, checkDeploy, type DeployInput, parseDeploymentLabel } from '../deployment.input.js';
import { DEPLOYMENT } from '../deployment-kinds.js';
import { findEnvironment } from '../environments/find-environment.js';
import { liveBindings } from './binding.sql.js';
import { changeBindings } from './change-bindings.sql.js';
import { compareSplits } from './compare-splits.js';
import { requireDeployable } from './require-deployable.js';

export interface Deployed {
  readonly deployment: Deployment;
  /** True when this made the deployment. */
  readonly created: boolean;
  /** False when the split was the same before. */
  readonly changed: boolean;
}

/** Sets the whole traffic split of a deployment at one time. A binding whose share stays is left open. */
export async function deploy(database: Database, graph: Graph, caller: Caller, input: DeployInput): Promise<Deployed> {
  caller.demand('deployment:deploy');
  checkDeploy(input, graph.kinds);
  return database.transaction(async (tx) => {
    const notes = graph.record(tx, caller, 'deployment:deploy', input.reason);
    // From here on nothing of the project is deleted until this commits, and no other split is set; requireDeployable keeps what is of others.
    await lockLifecycle(tx, caller.project);
    const wanted = await resolveBindings(tx, graph, caller, input.bindings);
    const { id, created } = await ensureDeployment(tx, graph, caller, input);
    await lockNode(tx, id);
    const live = (await liveBindings(tx, [id])).get(id) ?? [];
    // What is live here already was deployable then, and nothing that it depends on can have been deleted since.
    const added = [...wanted.keys()].filter((version) => !live.some((binding) => binding.modelVersionId === version));
    await requireDeployable(tx, caller.project, added, input.allowDeletedUpstream === true);
    const { ended, begun } = compareSplits(live, wanted);
    const changed = ended.length + begun.length > 0;
    const words = { by: caller.user, reason: input.reason ?? null };
    if (changed) await changeBindings(tx, { ...words, deploymentId: id, ended, begun });
    const deployment = await graph.nodes.within(tx).get(Deployment, id);
    if (input.endpoint != null && input.endpoint !== deployment.endpoint) {
      await tx.manager.update(Deployment, { nodeId: id }, { endpoint: input.endpoint });
      notes.changed(id, endpointOf(deployment.endpoint), endpointOf(input.endpoint));
      deployment.endpoint = input.endpoint;
    }
    return { deployment, created, changed };
  });
}

function endpointOf(endpoint: string | null) {
  return { endpoint: endpoint === null ? null : withoutPassword(endpoint) };
}

/** Model version → share. Throws BAD_USER_INPUT for a version that is named twice. */
async function resolveBindings(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  bindings: readonly BindingInput[],
): Promise<ReadonlyMap<string, number>> {
  const refs = bindings.map((binding) => binding.modelVersion);
  const resolved = await graph.references.resolveAll(tx, caller.project, refs, [MODEL_VERSION]);
  const shares = new Map<string, number>();
  for (const [index, { id, label }] of resolved.entries()) {
    if (shares.has(id)) {
      throw badInput(
        `The model version ${inQuotes(label ?? refs[index] ?? '')} stands twice in bindings; give it one share.`,
        {
          field: 'bindings',
          found: refs[index],
        },
      );
    }
    shares.set(id, bindings[index]?.trafficPercent ?? 0);
  }
  return shares;
}

async function ensureDeployment(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  input: DeployInput,
): Promise<{ id: string; created: boolean }> {
  const label = parseDeploymentLabel(input.deployment, graph.kinds);
  if (label === undefined) {
    const { id } = await graph.references.resolve(tx, caller.project, input.deployment, [DEPLOYMENT]);
    return { id, created: false };
  }
  const create = input.createEnvironment === true;
  const environmentId = await findEnvironment(tx, graph, caller, label.environment, create);
  const { id, created } = await graph.writer.ensureNode(tx, caller, {
    kind: DEPLOYMENT,
    name: label.name,
    parentId: environmentId,
    label: formatRef({ name: label.environment, child: label.name }),
    description: input.description,
    tags: input.tags,
    owner: input.owner,
  });
  if (created) {
    await tx.manager.insert(Deployment, { nodeId: id, endpoint: input.endpoint ?? null });
    changeNotes(tx).changed(id, {}, endpointOf(input.endpoint ?? null));
    await insertEdge(tx, { src: environmentId, dst: id, kind: EdgeKind.CHILD_OF, runId: null, attributes: {} });
  }
  return { id, created };
}
