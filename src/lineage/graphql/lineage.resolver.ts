import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { type NodeKind, NodeKindEnum } from '../../graph/nodes/kinds/node-kind.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import type { WalkDirection, WalkStop } from '../../graph/walks/walk.sql.js';
import type { Database } from '../../platform/database/database.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { placesToGoOn } from '../columns/places-to-go-on.js';
import { walkColumns } from '../columns/walk-columns.js';
import { resolvePlaces } from '../places/resolve-places.js';
import type { Lineage } from '../walk/lineage.js';
import { LineageDirection } from '../walk/lineage-enums.js';
import { type NeighbourhoodQuestion, walkFromEach } from '../walk/walk-from-each.js';
import { requireRootsThen, walkLineage } from '../walk/walk-lineage.js';
import { isPacked, walkPacked } from '../walk/walk-packed.js';
import { LineageGraph } from './lineage-graph.js';
import { LineageShapes } from './lineage-shapes.js';
import { LineageStop } from './lineage-stop.input.js';
import { wantsOf } from './lineage-wants.js';
import { priceLineage, priceNeighbourhood } from './price-lineage.js';

const DEPTH = { description: 'Edges to follow, 0 to 1,000.' } as const;
const KINDS = {
  nullable: true,
  description: 'Which kinds stand in the answer. They do not change which nodes are walked through.',
} as const;
const AS_OF = { nullable: true, description: 'The graph as it was then; now if left out.' } as const;
const DEFAULT_LIMIT = 1000;

@Resolver(() => GraphNode)
export class LineageResolver {
  private readonly shapes: LineageShapes;

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {
    this.shapes = new LineageShapes(graph.kinds);
  }

  @Query(() => LineageGraph, {
    complexity: priceLineage,
    description:
      'What some nodes were made from, or what was made from them: directed closure, any depth. NOT_FOUND for an unknown reference; an answer that was cut says so, and where.',
  })
  async lineage(
    @Arg('of', () => [Ref], { description: 'Where to begin.' }) of: string[],
    @Arg('direction', () => LineageDirection, {
      defaultValue: LineageDirection.UPSTREAM,
      description: 'Which way to go.',
    })
    direction: LineageDirection,
    @Arg('depth', () => Int, { ...DEPTH, nullable: true, defaultValue: 5 }) depth: number | null,
    @Arg('kinds', () => [NodeKindEnum], KINDS) kinds: NodeKind[] | null,
    @Arg('asOf', () => DateTime, AS_OF) asOf: string | null,
    @Arg('limit', () => Int, {
      nullable: true,
      defaultValue: DEFAULT_LIMIT,
      description:
        'Nodes to walk, 1 to 100,000: roots included, but not with `after`, so that every answer goes further.',
    })
    limit: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'The `after` of a frontier node, to go on from it in its direction.',
    })
    after: string | null,
    @Arg('stopAt', () => LineageStop, {
      nullable: true,
      description:
        'Nodes to visit without going on from them. What lies behind them is not missing from a complete answer; their counts tell of it.',
    })
    stopAt: LineageStop | null,
    @Arg('logical', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description:
        'Whether datasets, feature sets, feature services and models stand for all of their versions. Then an edge stands for all between two of them, and has neither run nor attributes; rings are possible.',
    })
    logical: boolean | null,
    @Arg('columns', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description:
        'Whether columns and features are walked like nodes: from `flights@3:delay` only what it goes into, of a model version only the features that it reads and the columns that these are made from. Then `of` may name them, `members` tells what of each node is reached, and `columnEdges` what leads to what. An edge that says nothing of columns leads from each to all of the other node. Not together with `logical`.',
    })
    columns: boolean | null,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<LineageGraph> {
    context.demand('graph:read');
    const question = {
      direction,
      depth: depth ?? 5,
      limit: limit ?? DEFAULT_LIMIT,
      kinds: kinds ?? undefined,
      asOf: asOf ?? undefined,
      after: after ?? undefined,
      stop: await this.stopOf(stopAt ?? {}, context),
      logical: logical ?? false,
      wants: wantsOf(info, kinds ?? undefined),
    };
    if (columns === true) {
      const placesOf = question.after === undefined ? resolvePlaces : placesToGoOn;
      const places = await placesOf(this.database, this.graph, context, of);
      return this.answer(
        await walkColumns(this.database, this.graph, context, { ...question, places }, this.shapes.turns),
      );
    }
    const found = await this.graph.references.resolveAll(this.database, context.project, of, undefined, {
      includeDeleted: true,
    });
    const roots = found.map(({ id }) => id);
    const walk = isPacked({ ...question, roots }) ? walkPacked : walkLineage;
    return this.answer(await walk(this.database, this.graph, context, { ...question, roots }));
  }

  private async stopOf({ kinds, refs }: LineageStop, context: GraphqlContext): Promise<WalkStop | undefined> {
    if ((kinds ?? []).length === 0 && (refs ?? []).length === 0) return undefined;
    const found = await this.graph.references.resolveAll(this.database, context.project, refs ?? [], undefined, {
      includeDeleted: true,
    });
    return { kinds: kinds ?? [], ids: found.map(({ id }) => id) };
  }

  @FieldResolver(() => LineageGraph, { complexity: priceNeighbourhood, description: 'What it was made from.' })
  upstream(
    @Root() node: GraphNode,
    @Arg('depth', () => Int, { ...DEPTH, defaultValue: 1 }) depth: number,
    @Arg('kinds', () => [NodeKindEnum], KINDS) kinds: NodeKind[] | null,
    @Arg('asOf', () => DateTime, AS_OF) asOf: string | null,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<LineageGraph> {
    return this.around(node, 'UPSTREAM', { depth, ...chosenFrom(info, kinds, asOf) }, context);
  }

  @FieldResolver(() => LineageGraph, { complexity: priceNeighbourhood, description: 'What was made from it.' })
  downstream(
    @Root() node: GraphNode,
    @Arg('depth', () => Int, { ...DEPTH, defaultValue: 1 }) depth: number,
    @Arg('kinds', () => [NodeKindEnum], KINDS) kinds: NodeKind[] | null,
    @Arg('asOf', () => DateTime, AS_OF) asOf: string | null,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<LineageGraph> {
    return this.around(node, 'DOWNSTREAM', { depth, ...chosenFrom(info, kinds, asOf) }, context);
  }

  /** Nodes of one request that ask the same question share their statements. */
  private async around(
    node: GraphNode,
    direction: WalkDirection,
    asked: Pick<NeighbourhoodQuestion, 'depth' | 'kinds' | 'asOf' | 'wants'>,
    context: GraphqlContext,
  ): Promise<LineageGraph> {
    // Of many nodes only those fail that were not there yet.
    if (asked.asOf !== undefined) requireRootsThen([node.node.id], new Map([[node.node.id, node]]), asked.asOf);
    const question = { direction, limit: DEFAULT_LIMIT, ...asked };
    const batch = (ids: readonly string[]) => walkFromEach(this.database, this.graph, context, ids, question);
    return this.answer(await context.load(batch, node.node.id, `around ${JSON.stringify(question)}`));
  }

  private answer(lineage: Lineage): LineageGraph {
    return new LineageGraph(lineage, this.shapes);
  }
}

function chosenFrom(info: GraphQLResolveInfo, kinds: NodeKind[] | null, asOf: string | null) {
  return { kinds: kinds ?? undefined, asOf: asOf ?? undefined, wants: wantsOf(info, kinds ?? undefined) };
}
