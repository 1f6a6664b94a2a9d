import { Field, InputType, ObjectType } from 'type-graphql';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { Ref } from '../../graph/references/ref.scalar.js';

@ObjectType({ description: 'Something that a run read or made.' })
export class RunLink {
  @Field(() => GraphNode, { description: 'What it is: a dataset version, a feature set version, a model version, …' })
  node!: GraphNode;
  @Field(() => String, {
    nullable: true,
    description: 'What the run used it as, such as `training data`; null if not said.',
  })
  role!: string | null;
}

@InputType({ description: 'Something that a run reads or makes.' })
export class RunLinkInput {
  @Field(() => Ref, { description: 'What it is: `flights@3` is a version, `flights` the dataset as a whole.' })
  ref!: string;
  @Field(() => String, {
    nullable: true,
    description: 'What the run uses it as, such as `training data`. A later role replaces an earlier one.',
  })
  role?: string | null;
}
