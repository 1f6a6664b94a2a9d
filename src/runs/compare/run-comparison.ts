import { Field, ObjectType } from 'type-graphql';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { Double } from '../../platform/graphql/scalars/double.scalar.js';
import { MetricGoal } from '../goals/metric-goal.js';
import { Run } from '../record/run.entity.js';

@ObjectType({ description: 'Some runs side by side. Lists of values have one for each run, in the order of `runs`.' })
export class RunComparison {
  @Field(() => [Run], { description: 'The runs, in the order in which they were asked for, each once.' })
  runs!: readonly Run[];
}

@ObjectType({ description: 'A text that runs may have: a parameter, a tag, a part of where their code is.' })
export class ComparedText {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => [String], { nullable: 'items', description: 'What each run has; null where it has nothing.' })
  values!: readonly (string | null)[];
  @Field(() => Boolean, { description: 'Whether not all runs have the same.' }) differs!: boolean;
}

@ObjectType({ description: 'A metric that runs may have.' })
export class ComparedMetric {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => [Double], {
    nullable: 'items',
    description: 'Of each run the last value, or with a goal the best; null where it has none.',
  })
  values!: readonly (number | null)[];
  @Field(() => MetricGoal, { nullable: true, description: 'Which values are better, where that is defined.' })
  goal!: MetricGoal | null;
  @Field(() => Boolean, { description: 'Whether not all runs have the same.' }) differs!: boolean;
}

@ObjectType({ description: 'Something that runs may have read or made.' })
export class ComparedLink {
  @Field(() => GraphNode, { description: 'What it is.' }) node!: GraphNode;
  @Field(() => String, { nullable: true, description: 'What runs used it as; null if not said.' })
  role!: string | null;
  @Field(() => [Boolean], { description: 'Whether each run has it, in this role.' }) has!: readonly boolean[];
  @Field(() => Boolean, { description: 'Whether not all of them have.' }) differs!: boolean;
}
