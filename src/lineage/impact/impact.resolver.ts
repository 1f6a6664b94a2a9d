import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { ServedTraffic } from '../../features/lookups/online/traffic/served-traffic.js';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import type { Database } from '../../platform/database/database.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { Turns } from '../../platform/turns/turns.js';
import { priceWalks } from '../graphql/price-lineage.js';
import { findImpact, type ImpactDependencies } from './find-impact.js';
import { AffectedNode, Impact } from './impact.type.js';
import { ChangeKind } from './impact-enums.js';

const DEFAULT_LIMIT = 100;

@Resolver()
export class ImpactResolver {
  private readonly dependencies: ImpactDependencies;

  constructor(database: Database, graph: Graph, traffic: ServedTraffic) {
    this.dependencies = { database, graph, traffic, turns: new Turns() };
  }

  @Query(() => Impact, {
    complexity: priceWalks(DEFAULT_LIMIT),
    description:
      'Which feature sets, feature services, models and live deployments a change would reach, how, and how much they are used. Changes nothing. NOT_FOUND for an unknown reference.',
  })
  async impact(
    @Arg('of', () => [Ref], {
      description:
        'What is to be changed, 1 to 100: datasets, columns (`flights@3:delay`), feature set versions, features (`airport_traffic@2:mean_delay_3h`), or anything else.',
    })
    of: string[],
    @Arg('change', () => ChangeKind, {
      nullable: true,
      defaultValue: ChangeKind.DROP,
      description: 'What is to be done.',
    })
    change: ChangeKind | null,
    @Arg('limit', () => Int, {
      nullable: true,
      defaultValue: DEFAULT_LIMIT,
      description: 'Most affected nodes in the answer, 1 to 1,000.',
    })
    limit: number | null,
    @Arg('asOf', () => DateTime, {
      nullable: true,
      description: 'What it would have reached then, and what served then; now if left out.',
    })
    asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Impact> {
    const question = { of, change: change ?? ChangeKind.DROP, limit: limit ?? DEFAULT_LIMIT, asOf: asOf ?? undefined };
    const { hits, count, liveDeployments, incompleteBecause } = await findImpact(this.dependencies, context, question);
    return make(Impact, {
      change: question.change,
      affected: hits.map((hit) => new AffectedNode(hit)),
      count,
      liveDeployments,
      complete: incompleteBecause === undefined,
      incompleteBecause: incompleteBecause ?? null,
    });
  }
}
