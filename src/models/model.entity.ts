import { ObjectType } from 'type-graphql';
import { GraphNode } from '../graph/nodes/graph-node.js';

/** Has no table of its own: a model is what its versions and aliases share. */
@ObjectType('Model', {
  implements: GraphNode,
  description: 'A registered model; what was trained are its versions.',
})
export class Model extends GraphNode {}
