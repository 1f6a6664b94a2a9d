import { Field, Int, ObjectType } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { loadReached } from '../graphql/load-reached.js';
import { PlaceNode, placeNode } from '../places/place-node.type.js';
import { IncompleteReason } from '../walk/lineage-enums.js';
import type { Hit } from './find-impact.js';
import { ChangeKind, ImpactOutcome } from './impact-enums.js';
import { wayTo } from './spread.js';

@ObjectType({
  description:
    'A feature set version, feature service version, model version or live deployment that a change reaches.',
})
export class AffectedNode {
  constructor(private readonly hit: Hit) {}

  @GetterField(() => GraphNode, { description: 'What is reached.' })
  node(_args: object, context: GraphqlContext): Promise<GraphNode> {
    return loadReached(context, this.hit.id);
  }

  @GetterField(() => [String], {
    nullable: true,
    description: 'Which of its features are reached; null: all of it, or nobody knows which.',
  })
  get features(): readonly string[] | null {
    return this.hit.members ?? null;
  }

  @GetterField(() => ImpactOutcome, { description: 'What becomes of it; of several ways to it the worst counts.' })
  get outcome(): ImpactOutcome {
    return this.hit.outcome;
  }

  @GetterField(() => [PlaceNode], { description: 'How the change reaches it: a shortest way, from what is changed.' })
  path(_args: object, context: GraphqlContext): Promise<PlaceNode[]> {
    return Promise.all(
      wayTo(this.hit.reached).map(async (place) => placeNode(place, await loadReached(context, place.id))),
    );
  }

  @GetterField(() => Boolean, {
    description:
      'Whether on every step of that way from or to a column or feature an edge names it; if not, the column may have been left behind there.',
  })
  get exact(): boolean {
    return this.hit.reached.isExact;
  }

  @GetterField(() => String, { nullable: true, description: 'Who answers for it.' })
  async owner(_args: object, context: GraphqlContext): Promise<string | null> {
    return (await loadReached(context, this.hit.id)).owner;
  }

  @GetterField(() => Int, {
    nullable: true,
    description:
      'Of a deployment the share of its traffic that goes to versions that are reached; of a model version its greatest share of a deployment, 0 where it serves nowhere; null of others.',
  })
  get trafficPercent(): number | null {
    return this.hit.trafficPercent;
  }

  @GetterField(() => Float, {
    nullable: true,
    description:
      'Null with `asOf`: counts are kept for an hour. Lookups that it answered in the last hour, on average of its minutes: of a deployment those asked of it, of a model version these and those asked of itself, of a feature set version those of all readers that are reached, and those that name its features.',
  })
  get lookupsPerMinute(): number | null {
    return this.hit.lookupsPerMinute;
  }

  @GetterField(() => DateTime, {
    nullable: true,
    description:
      'When the last of these was, to about a second; null: there was none since they are counted, or with `asOf`.',
  })
  get lastReadAt(): Date | null {
    return this.hit.lastReadAt;
  }
}

@ObjectType({ description: 'What a change would reach.' })
export class Impact {
  @Field(() => ChangeKind, { description: 'The change that was asked about.' }) change!: ChangeKind;
  @Field(() => [AffectedNode], {
    description: 'What it reaches, by traffic: the most lookups first, then the largest share, then the oldest.',
  })
  affected!: AffectedNode[];

  @Field(() => Int, { description: 'How much it reaches in all, beyond `limit` too.' }) count!: number;
  @Field(() => Int, { description: 'How many of them are live deployments.' }) liveDeployments!: number;
  @Field(() => Boolean, { description: 'Whether everything downstream was looked at.' }) complete!: boolean;
  @Field(() => IncompleteReason, {
    nullable: true,
    description: 'Why not, where it was not; then more may be reached than is told here.',
  })
  incompleteBecause!: IncompleteReason | null;
}
