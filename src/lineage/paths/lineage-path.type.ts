import { Field, Int, ObjectType } from 'type-graphql';
import { LineageEdge } from '../graphql/lineage-graph.js';
import { PlaceNode } from '../places/place-node.type.js';
import { IncompleteReason } from '../walk/lineage-enums.js';

@ObjectType({
  description: 'One way from a place in the graph to another downstream of it. No place stands twice on it.',
})
export class LineagePath {
  @Field(() => Int, { description: 'Steps from its beginning to its end.' }) length!: number;
  @Field(() => [PlaceNode], { description: 'The places on it, from the beginning to the end.' }) nodes!: PlaceNode[];
  @Field(() => [LineageEdge], {
    description:
      'The edges along it, in order: every edge of the graph that leads from one of its places to the next, so there may be several for a step.',
  })
  edges!: LineageEdge[];

  @Field(() => Boolean, {
    description:
      'Whether on every step from or to a column or feature an edge names that. Where none does, as between a dataset version and a run that read it, the path goes on with the whole node, and the column may have been left behind there. Always true of a path of whole nodes.',
  })
  exact!: boolean;

  @Field(() => Boolean, {
    description: 'Whether another path comes after it, in this answer or beyond its `limit`.',
  })
  hasNext!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether everything between the two was looked at. If not, there may be paths that are missing, shorter ones among them; what is told is true.',
  })
  complete!: boolean;

  @Field(() => IncompleteReason, {
    nullable: true,
    description:
      'Why not, where it was not: ACCESS where part of it lies in projects that you may not see, TIME_LIMIT, NODE_LIMIT or DEPTH where it is too much.',
  })
  incompleteBecause!: IncompleteReason | null;
}
