import { ObjectType } from 'type-graphql';
import { GraphNode } from '../../graph/nodes/graph-node.js';

/** Has no table of its own: it belongs to its entity, and its versions say the rest. */
@ObjectType('FeatureSet', {
  implements: GraphNode,
  description: 'Features of one entity that are computed together; its definitions are versions.',
})
export class FeatureSet extends GraphNode {}
