import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { priceWalks } from '../graphql/price-lineage.js';
import { Contamination } from './contamination.type.js';
import { findContamination, type LineageRoom, MOST_MADE } from './find-contamination.js';

const DEFAULT_LIMIT = 100;

@Resolver()
export class ContaminationResolver {
  constructor(private readonly room: LineageRoom) {}

  @Query(() => Contamination, {
    complexity: priceWalks(DEFAULT_LIMIT),
    description:
      'Something was wrong with a run or with a dataset version: everything that was made from it. Runs, dataset versions, training sets, feature set versions and which of their rows, model versions, live deployments, down to the entities whose lookups still answer with what it wrote. Changes nothing. NOT_FOUND for an unknown reference.',
  })
  async contamination(
    @Arg('of', () => Ref, { description: 'A run by its id, or a dataset version: `flights@3`.' }) of: string,
    @Arg('limit', () => Int, {
      nullable: true,
      defaultValue: DEFAULT_LIMIT,
      description: `Most in each list of the answer, 1 to ${MOST_MADE.toLocaleString('en')}.`,
    })
    limit: number | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Contamination> {
    const question = { of, limit: limit ?? DEFAULT_LIMIT };
    const found = await findContamination(this.room, context, question);
    return new Contamination(this.room, found, question.limit);
  }
}
