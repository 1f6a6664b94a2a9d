import { ObjectType } from 'type-graphql';
import { GraphNode } from '../../graph/nodes/graph-node.js';

/** Has no table of its own: an environment is what its deployments share. */
@ObjectType('Environment', {
  implements: GraphNode,
  description: 'Where deployments live, such as production.',
})
export class Environment extends GraphNode {}
