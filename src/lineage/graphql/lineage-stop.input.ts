import { Field, InputType } from 'type-graphql';
import { type NodeKind, NodeKindEnum } from '../../graph/nodes/kinds/node-kind.js';
import { Ref } from '../../graph/references/ref.scalar.js';

@InputType({
  description: 'Where a walk stops: it visits these nodes, but does not go on from them unless it begins there.',
})
export class LineageStop {
  @Field(() => [NodeKindEnum], { nullable: true, description: 'All nodes of these kinds.' }) kinds?: NodeKind[] | null;
  @Field(() => [Ref], { nullable: true, description: 'These nodes.' }) refs?: string[] | null;
}
