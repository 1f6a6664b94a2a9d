import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { pageRequest } from '../../platform/database/keyset.js';
import { connectionOf, type Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { checkActions } from '../feed/check-actions.js';
import { listChanges, listTimelines } from '../feed/list-changes.js';
import type { SealedChange } from '../record/change-record.js';
import { Change } from './change.type.js';
import { ChangeOrder } from './change-order.js';
import { describeChange } from './describe-change.js';

const ChangeConnection = connectionOf('Change', () => Change);

const ACTIONS = { nullable: true, description: 'Only these actions, such as `model:set-alias`.' } as const;

/** What was done: in a project, to a node. */
@Resolver(() => GraphNode)
export class ChangesResolver {
  constructor(private readonly room: OnGraph) {}

  @Query(() => ChangeConnection, {
    description:
      'What was done in the project, by whom, and what it changed: in the order of the commits, with nothing left out. A cursor can be kept: nothing ever appears before it.',
  })
  async changes(
    @Arg('of', () => [Ref], { nullable: true, description: 'Only what is about one of these nodes.' })
    of: string[] | null,
    @Arg('by', () => String, { nullable: true, description: 'Only what this principal did.' }) by: string | null,
    @Arg('actions', () => [String], ACTIONS) actions: string[] | null,
    @Arg('since', () => DateTime, { nullable: true, description: 'Only what was done then or later.' })
    since: string | null,
    @Arg('until', () => DateTime, { nullable: true, description: 'Only what was done then or earlier.' })
    until: string | null,
    @Arg('order', () => ChangeOrder, { defaultValue: ChangeOrder.OLDEST_FIRST, description: 'In which order.' })
    order: ChangeOrder,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Change>> {
    context.demand('change:read');
    const { database, graph } = this.room;
    const { project } = context;
    const nodes =
      of == null
        ? undefined
        : await graph.references.resolveAll(database, project, of, undefined, { includeDeleted: true });
    const newestFirst = order === ChangeOrder.NEWEST_FIRST;
    const listing = { project, principal: by, actions: checkActions(actions), since, until, newestFirst };
    const ids = nodes && [...new Set(nodes.map(({ id }) => id))];
    return describePage(await listChanges(database, ids, listing, pageRequest(asked)));
  }

  @FieldResolver(() => ChangeConnection, {
    description: 'What was done to it and about it, and by whom: its timeline.',
  })
  async timeline(
    @Root() { node }: GraphNode,
    @Arg('actions', () => [String], ACTIONS) actions: string[] | null,
    @Arg('order', () => ChangeOrder, { defaultValue: ChangeOrder.NEWEST_FIRST, description: 'In which order.' })
    order: ChangeOrder,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Change>> {
    context.demand('change:read', node.project);
    const page = pageRequest(asked);
    const newestFirst = order === ChangeOrder.NEWEST_FIRST;
    const listing = { project: node.project, actions: checkActions(actions), newestFirst };
    const question = `timeline ${JSON.stringify([listing, page])}`;
    return describePage(
      await context.load(
        (ids: readonly string[]) => listTimelines(this.room.database, ids, listing, page),
        node.id,
        question,
      ),
    );
  }
}

function describePage(page: Page<SealedChange>): Page<Change> {
  const edges = page.edges.map(({ node, cursor }) => ({ node: describeChange(node), cursor }));
  return { edges, nodes: edges.map(({ node }) => node), pageInfo: page.pageInfo };
}
