import { Arg, Ctx, Field, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { Deployment } from '../deployment.entity.js';
import { rollback } from './rollback.js';
import { RollbackInput, ShiftTrafficInput } from './shift.input.js';
import { shiftTraffic } from './shift-traffic.js';

@ObjectType({ description: 'What rollback answers.' })
class RollbackPayload {
  @Field(() => Deployment, { description: 'The deployment as it is now.' }) deployment!: Deployment;
  @Field(() => DateTime, { description: 'When the split that it has again was first set.' }) restored!: Date;
}

@ObjectType({ description: 'What shiftTraffic answers.' })
class ShiftTrafficPayload {
  @Field(() => Deployment, { description: 'The deployment as it is now.' }) deployment!: Deployment;
  @Field(() => Int, { description: 'The percent that the version has now.' }) trafficPercent!: number;
  @Field(() => Int, { nullable: true, description: 'The step after this one; null: there is none.' })
  nextPercent!: number | null;

  @Field(() => Boolean, { description: 'False when the version had this share already.' }) changed!: boolean;
}

@Resolver()
export class ShiftResolver {
  constructor(private readonly room: OnGraph) {}

  @Mutation(() => RollbackPayload, {
    description:
      'Gives a deployment the whole split that it had before, in one step; again, and it goes further back. FAILED_PRECONDITION where there is nothing to go back to, or where what it would serve from was deleted.',
  })
  async rollback(
    @Arg('input', () => RollbackInput, { description: 'The deployment.' }) input: RollbackInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RollbackPayload> {
    return make(RollbackPayload, await rollback(this.room, context, input));
  }

  @Mutation(() => ShiftTrafficPayload, {
    description:
      'Gives one version of a deployment another share of its traffic; the others keep their proportions. With steps the same call goes one step further each time.',
  })
  async shiftTraffic(
    @Arg('input', () => ShiftTrafficInput, { description: 'The version and its share.' }) input: ShiftTrafficInput,
    @Ctx() context: GraphqlContext,
  ): Promise<ShiftTrafficPayload> {
    return make(ShiftTrafficPayload, await shiftTraffic(this.room, context, input));
  }
}
