import { Field, Int, ObjectType } from 'type-graphql';
import { GraphNode } from '../../graph/nodes/graph-node.js';

/** Has no table of its own: a feature service is what its versions share. */
@ObjectType('FeatureService', {
  implements: GraphNode,
  description: 'A named list of features for consumers that are no models; each of its versions pins them.',
})
export class FeatureService extends GraphNode {}

/** Its features are edges, and stand nowhere else. */
@ObjectType('FeatureServiceVersion', {
  implements: GraphNode,
  description: 'One immutable version of a feature service: an ordered list of pinned features, with their roles.',
})
export class FeatureServiceVersion extends GraphNode {
  @Field(() => Int, { description: 'Its version, from 1.' })
  override get version(): number {
    return this.node.version ?? 0;
  }
}
