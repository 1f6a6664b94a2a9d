import { selectEdgesOutOf } from '../graph/edges/edge.sql.js';
import { EdgeKind } from '../graph/edges/edge-kind.js';
import type { BatchLoad } from '../graph/graphql/graphql-context.js';
import type { Queryable } from '../platform/database/queryable.js';
import { make } from '../platform/make.js';
import { Binding } from './bindings/binding.js';
import { type BindingRow, selectBindingHistory, selectBindingsAt } from './bindings/binding.sql.js';

/** Batches of what resolvers ask about deployments. */
export class DeploymentLoader {
  constructor(private readonly db: Queryable) {}

  /** Batch: what served behind each deployment at a time ('infinity': now), largest share first. */
  bindingsAt(asOf: string): BatchLoad<string, Binding[]> {
    return async (ids) => bindingsOf(ids, await selectBindingsAt(this.db, ids, asOf));
  }

  /** Batch: everything that ever served behind each deployment, what began last first. */
  readonly history: BatchLoad<string, Binding[]> = async (ids) =>
    bindingsOf(ids, await selectBindingHistory(this.db, ids));

  /** Batch: the deployments that each model version serves behind now. */
  readonly deploymentsOf: BatchLoad<string, string[]> = async (modelVersionIds) => {
    const deployments = new Map<string, string[]>(modelVersionIds.map((id) => [id, []]));
    for (const edge of await selectEdgesOutOf(this.db, modelVersionIds, EdgeKind.BINDING)) {
      deployments.get(edge.src)?.push(edge.dst);
    }
    return modelVersionIds.map((id) => deployments.get(id) ?? []);
  };
}

function bindingsOf(deploymentIds: readonly string[], rows: readonly BindingRow[]): Binding[][] {
  const bindings = new Map<string, Binding[]>(deploymentIds.map((id) => [id, []]));
  for (const { deploymentId, edgeId: _, ...fields } of rows) {
    bindings.get(deploymentId)?.push(make(Binding, fields));
  }
  return deploymentIds.map((id) => bindings.get(id) ?? []);
}
