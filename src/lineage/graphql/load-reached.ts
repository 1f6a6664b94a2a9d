import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';

/** A node that a walk has reached: it is there, and may be seen. */
export async function loadReached(context: GraphqlContext, id: string): Promise<GraphNode> {
  const node = await context.nodes.load(id);
  if (node === null) throw new Error(`node ${id} was reached, but can't be loaded`);
  return node;
}
