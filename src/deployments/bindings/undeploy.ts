import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import type { Database } from '../../platform/database/database.js';
import { checkText } from '../../platform/text/check-text.js';
import { Deployment } from '../deployment.entity.js';
import type { UndeployInput } from '../deployment.input.js';
import { DEPLOYMENT } from '../deployment-kinds.js';
import { liveBindings } from './binding.sql.js';
import { changeBindings } from './change-bindings.sql.js';

export interface Undeployed {
  readonly deployment: Deployment;
  /** False when nothing served behind it. */
  readonly changed: boolean;
}

/** Ends every binding of a deployment. The deployment and its history stay. */
export async function undeploy(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: UndeployInput,
): Promise<Undeployed> {
  caller.demand('deployment:undeploy');
  if (input.reason != null) checkText('reason', input.reason, 2_000);
  const words = { by: caller.user, reason: input.reason ?? null };
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'deployment:undeploy', input.reason);
    const { id } = await graph.references.resolve(tx, caller.project, input.deployment, [DEPLOYMENT]);
    await lockNode(tx, id);
    const live = (await liveBindings(tx, [id])).get(id) ?? [];
    if (live.length > 0) await changeBindings(tx, { ...words, deploymentId: id, ended: live, begun: [] });
    return { deployment: await graph.nodes.within(tx).get(Deployment, id), changed: live.length > 0 };
  });
}
