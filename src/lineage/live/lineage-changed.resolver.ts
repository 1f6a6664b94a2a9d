import { Arg, Ctx, Int, Resolver, Root, Subscription } from 'type-graphql';
import { positionOf } from '../../changes/feed/cursor.js';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { SubscribedBy, subscribedElsewhere } from '../../platform/graphql/subscribed-by.js';
import { priceLineageDelta } from '../graphql/price-lineage.js';
import { LineageDirection } from '../walk/lineage-enums.js';
import { checkRange, MAX_DEPTH } from '../walk/walk-lineage.js';
import type { LineageChange, LineageFollower } from './follow-lineage.js';
import { LineageDelta, lineageDelta } from './lineage-delta.type.js';

const DEFAULT_DEPTH = 5;
const DEFAULT_LIMIT = 1_000;

interface Wanted {
  readonly of: readonly string[];
  readonly direction: LineageDirection;
  readonly depth: number | null;
  readonly limit: number | null;
  readonly after?: string | null;
}

@Resolver()
export class LineageChangedResolver {
  constructor(
    private readonly ground: OnGraph,
    private readonly follower: LineageFollower,
  ) {}

  @SubscribedBy('follow')
  @Subscription(() => LineageDelta, {
    complexity: priceLineageDelta,
    description:
      'The lineage of some nodes as it changes: first the whole graph, then what is different, bursts of changes at once. With the cursor of the last delta as `after` the graph comes anew only if something was done about it since.',
    subscribe: subscribedElsewhere,
  })
  lineageChanged(
    @Root() change: LineageChange,
    @Arg('of', () => [Ref], { description: 'Where to begin. What they name is found out once.' })
    _of: readonly string[],
    @Arg('direction', () => LineageDirection, {
      defaultValue: LineageDirection.UPSTREAM,
      description: 'Which way to go.',
    })
    _direction: LineageDirection,
    @Arg('depth', () => Int, {
      nullable: true,
      defaultValue: DEFAULT_DEPTH,
      description: 'Edges to follow, 0 to 1,000.',
    })
    _depth: number | null,
    @Arg('limit', () => Int, {
      nullable: true,
      defaultValue: DEFAULT_LIMIT,
      description: 'Nodes to walk, roots included, 1 to 10,000.',
    })
    _limit: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last delta that was taken in.' })
    _after: string | null,
    @Ctx() context: GraphqlContext,
  ): LineageDelta {
    // Asked for each event: rights may have ended meanwhile.
    context.demand('graph:read');
    return lineageDelta(change);
  }

  async follow(
    { of, direction, depth, limit, after }: Wanted,
    context: GraphqlContext,
  ): Promise<AsyncIterable<LineageChange>> {
    context.demand('graph:read');
    const { ended } = context;
    if (ended === undefined) throw new Error('a subscription without an end');
    const { database, graph } = this.ground;
    const found = await graph.references.resolveAll(database, context.project, of, undefined, { includeDeleted: true });
    const question = {
      roots: [...new Set(found.map(({ id }) => id))],
      direction,
      depth: depth ?? DEFAULT_DEPTH,
      limit: limit ?? DEFAULT_LIMIT,
      after: after == null ? undefined : positionOf(after),
    };
    checkRange('depth', question.depth, 0, MAX_DEPTH);
    return this.follower.follow(question, whileListening(context, ended));
  }
}

/** The request that began it is over; the walks go on until nobody listens. */
function whileListening({ caller }: GraphqlContext, signal: AbortSignal): Caller {
  const { project, user, door, requestId, keyId, seen } = caller;
  return {
    project,
    user,
    door,
    requestId,
    keyId,
    seen,
    signal,
    requireWaiting: () => signal.throwIfAborted(),
    demand: (action, where) => caller.demand(action, where),
    may: (action, where) => caller.may(action, where),
  };
}
