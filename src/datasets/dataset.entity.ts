import { ObjectType } from 'type-graphql';
import { GraphNode } from '../graph/nodes/graph-node.js';

/** Has no table of its own: a dataset is what its versions share. */
@ObjectType('Dataset', {
  implements: GraphNode,
  description: 'A named body of data; its states are versions.',
})
export class Dataset extends GraphNode {}
