import { Field, ID, Int, ObjectType } from 'type-graphql';
import { badInput } from '../../platform/errors.js';
import { Run } from '../record/run.entity.js';

@ObjectType({ description: 'A run in a tree of runs.' })
export class RunTreeNode {
  @Field(() => Run, { description: 'The run.' }) run!: Run;
  @Field(() => ID, { nullable: true, description: 'Id of the run that it is a part of; null at the root.' }) parent!:
    | string
    | null;
  @Field(() => Int, { description: 'Steps below the root.' }) depth!: number;
  @Field(() => Boolean, { description: 'Whether it has parts that are deeper than was asked for.' }) isCut!: boolean;
}

@ObjectType({ description: 'A run and all that is part of it.' })
export class RunTree {
  @Field(() => [RunTreeNode], { description: 'The root, then level by level; of one level the oldest first.' })
  nodes!: RunTreeNode[];
  @Field(() => Boolean, { description: 'False where `depth` or `limit` left some out.' }) complete!: boolean;
}

export const DEEPEST = 100;
export const MOST_RUNS = 10_000;

/** Throws BAD_USER_INPUT for bounds that are none. */
export function checkBounds(depth: number, limit: number): void {
  for (const [field, value, least, most] of [
    ['depth', depth, 0, DEEPEST],
    ['limit', limit, 1, MOST_RUNS],
  ] as const) {
    if (value >= least && value <= most) continue;
    throw badInput(`${field} is ${value}; it is ${least} to ${most.toLocaleString('en')}.`, { field, found: value });
  }
}
