import { ObjectType } from 'type-graphql';
import { GraphNode } from '../../graph/nodes/graph-node.js';

/** Has no table of its own: an experiment is what its runs share. */
@ObjectType('Experiment', {
  implements: GraphNode,
  description: 'A named group of runs; made on first use.',
})
export class Experiment extends GraphNode {}
