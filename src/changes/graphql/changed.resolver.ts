import { Arg, Ctx, Resolver, Root, Subscription } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { SubscribedBy, subscribedElsewhere } from '../../platform/graphql/subscribed-by.js';
import type { FeedFollower } from '../feed/feed-follower.js';
import { readWantedChanges, type WantedChanges } from '../feed/wanted-changes.js';
import type { SealedChange } from '../record/change-record.js';
import { Change } from './change.type.js';
import { describeChange } from './describe-change.js';

@Resolver()
export class ChangedResolver {
  constructor(
    private readonly ground: OnGraph,
    private readonly follower: FeedFollower,
  ) {}

  @SubscribedBy('follow')
  @Subscription(() => Change, {
    description:
      'What is done in the project, as it is done, in the order of the feed. With the cursor of the last change that was seen as `after` none is missed, and none comes twice.',
    subscribe: subscribedElsewhere,
  })
  changed(
    @Root() change: SealedChange,
    @Arg('of', () => [Ref], { nullable: true, description: 'Only what is about one of these nodes.' })
    _of: readonly string[] | null,
    @Arg('actions', () => [String], { nullable: true, description: 'Only these actions, such as `model:set-alias`.' })
    _actions: readonly string[] | null,
    @Arg('after', () => String, { nullable: true, description: 'A cursor of the feed; left out: from now on.' })
    _after: string | null,
    @Ctx() context: GraphqlContext,
  ): Change {
    // Asked for each event: rights may have ended meanwhile.
    context.demand('change:read');
    return describeChange(change);
  }

  async follow(wanted: WantedChanges, context: GraphqlContext): Promise<AsyncIterable<SealedChange>> {
    context.demand('change:read');
    const { ended } = context;
    if (ended === undefined) throw new Error('a subscription without an end');
    return this.follower.follow({ ...(await readWantedChanges(this.ground, context, wanted)), signal: ended });
  }
}
