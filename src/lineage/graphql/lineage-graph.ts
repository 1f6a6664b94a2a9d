import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, Int, ObjectType } from 'type-graphql';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { writeList } from '../../platform/graphql/lists/item-shape.js';
import { answerWritten } from '../../platform/graphql/lists/written-fields.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { JsonObject } from '../../platform/graphql/scalars/json.scalar.js';
import { make } from '../../platform/make.js';
import { columnEdgesAmong } from '../columns/column-edges.js';
import type { ReachedMembers } from '../columns/reach.js';
import type { ColumnEdge, Lineage } from '../walk/lineage.js';
import { IncompleteReason, LineageDirection } from '../walk/lineage-enums.js';
import { countByDepth, countByKind, KindCount } from './counts.js';
import type { LineageShapes } from './lineage-shapes.js';
import { writeCompact } from './write-compact.js';
import { writePacked } from './write-packed.js';

@ObjectType({ description: 'A node in a lineage answer.' })
export class LineageNode {
  @Field(() => GraphNode, { description: 'The node; deleted ones stay in the lineage, marked so.' }) node!: GraphNode;
  @Field(() => Int, { description: 'Edges on the shortest path from a root.' }) depth!: number;
  @Field(() => Int, { description: 'Direct neighbours upstream, in this answer or not.' }) upstreamCount!: number;
  @Field(() => Int, { description: 'Direct neighbours downstream, in this answer or not.' }) downstreamCount!: number;
  @Field(() => [String], {
    nullable: true,
    description: 'With `columns: true` which of its columns or features are reached, by name; null: all of it.',
  })
  members!: readonly string[] | null;
}

@ObjectType({
  description: 'An edge between two nodes of a lineage answer. It points downstream.',
})
export class LineageEdge {
  @Field(() => ID, { description: 'Id of the node upstream.' }) from!: string;
  @Field(() => ID, { description: 'Id of the node downstream.' }) to!: string;
  @Field(() => EdgeKind, { description: 'Why the one is upstream of the other.' }) kind!: EdgeKind;
  @Field(() => ID, { nullable: true, description: 'Id of the run that made it, where there is one.' }) run!:
    | string
    | null;
  @Field(() => JsonObject, {
    nullable: true,
    description: 'What the kind of edge says more: columns, features, trafficPercent, role.',
  })
  attributes!: object | null;

  @Field(() => DateTime, { description: 'Since when it holds.' }) validFrom!: Date;
  @Field(() => DateTime, { nullable: true, description: 'Until when, exclusively; null while it holds.' })
  validTo!: Date | null;
}

@ObjectType({ description: 'What leads from a column or feature, or to one, along an edge.' })
export class LineageColumnEdge {
  @Field(() => ID, { description: 'Id of the node upstream.' }) from!: string;
  @Field(() => String, { nullable: true, description: 'Its column or feature; null: all of it.' })
  fromMember!: string | null;
  @Field(() => ID, { description: 'Id of the node downstream.' }) to!: string;
  @Field(() => String, { nullable: true, description: 'Its column or feature; null: all of it.' })
  toMember!: string | null;
  @Field(() => EdgeKind, { description: 'The kind of the edge between the nodes.' }) kind!: EdgeKind;
  @Field(() => ID, { nullable: true, description: 'Id of the run by which it came to be, if any.' }) run!:
    | string
    | null;
  @Field(() => [String], { description: 'In which roles a feature is read; none where it is read in no role.' })
  roles!: readonly string[];
  @Field(() => [String], {
    description:
      'How the one was made from the other, as those who told it say: `DIRECT/AGGREGATION`, `INDIRECT/FILTER`; none where nobody did.',
  })
  transformations!: readonly string[];
}

@ObjectType({
  description:
    'A node whose neighbours in one direction were not all followed. To go on, ask for the lineage of it with its direction and its `after`; nodes with the same two can be asked for at once. Who keeps the node, direction and `after` of what was asked, and asks for each once, has seen everything in the end.',
})
export class FrontierNode {
  @Field(() => GraphNode, { description: 'The node.' }) node!: GraphNode;
  @Field(() => LineageDirection, { description: 'UPSTREAM or DOWNSTREAM: the way that was not followed from it.' })
  direction!: LineageDirection;
  @Field(() => Int, { description: 'Its direct neighbours that way that are missing from the walk.' })
  hiddenNeighbours!: number;
  @Field(() => String, { description: 'Where among its neighbours to go on: the `after` of the next `lineage`.' })
  after!: string;
  @Field(() => [String], {
    nullable: true,
    description:
      'With `columns: true` from which of its columns or features: go on from each as `<id>:<member>`, quoted where a reference needs it. Null: from the node itself.',
  })
  members!: readonly string[] | null;
}

/** Where nodes are walked, all of each is reached. */
const ALL: ReachedMembers = new Map([[null, 0]]);

/** What was asked for is written where it can be, and made into objects for resolvers where it can't. */
@ObjectType({ description: 'A part of the graph: nodes, and every edge between them.' })
export class LineageGraph {
  constructor(
    private readonly lineage: Lineage,
    private readonly shapes: LineageShapes,
  ) {}

  @GetterField(() => [GraphNode], { description: 'Where the walk began.' })
  async roots(_args: object, context: GraphqlContext): Promise<readonly GraphNode[]> {
    const nodes = await Promise.all(this.lineage.roots.map((id) => context.nodes.load(id)));
    return nodes.filter((node) => node !== null);
  }

  @GetterField(() => [LineageNode], { description: 'The nodes of the kinds asked for, by depth.' })
  async nodes(_args: object, context: GraphqlContext, info: GraphQLResolveInfo): Promise<readonly LineageNode[]> {
    const { chosen } = this.lineage;
    const shape = this.shapes.nodes(info, chosen);
    if (shape !== undefined) return answerWritten(context, info, await writeList(chosen, shape, this.shapes.turns));
    const wholeNode = await this.loaded();
    return chosen.map(({ id, depth, upstreamCount, downstreamCount, members }) =>
      make(LineageNode, { node: wholeNode(id), depth, upstreamCount, downstreamCount, members }),
    );
  }

  @GetterField(() => [LineageEdge], { description: 'Every edge between these nodes.' })
  async edges(_args: object, context: GraphqlContext, info: GraphQLResolveInfo): Promise<readonly LineageEdge[]> {
    return answerWritten(
      context,
      info,
      await writeList(this.lineage.edges, this.shapes.edges(info), this.shapes.turns),
    );
  }

  @GetterField(() => [LineageColumnEdge], {
    description:
      'Which columns and features lead to which: of all that these nodes have, or with `columns: true` of what is reached. No edge between two whole nodes is among them.',
  })
  async columnEdges(
    _args: object,
    context: GraphqlContext,
    info: GraphQLResolveInfo,
  ): Promise<readonly LineageColumnEdge[]> {
    const edges = await this.allColumnEdges();
    return answerWritten(context, info, await writeList(edges, this.shapes.columnEdges(info), this.shapes.turns));
  }

  @Field(() => JsonObject, {
    complexity: 10,
    description:
      'The same nodes and edges as columns, for machines and pictures: `ids`, `kinds`, `labels` and `depths` of each node, which of them are `deleted`, and `edges` as [number of the node upstream, number of the node downstream, kind]. Nodes are numbered from 0 in the order of `ids`.',
  })
  async compact(
    @Arg('counts', () => Boolean, {
      defaultValue: false,
      description: 'Whether to add `upstreamCounts` and `downstreamCounts`: direct neighbours, in this answer or not.',
    })
    counts: boolean,
    @Arg('attributes', () => Boolean, {
      defaultValue: false,
      description: 'Whether to add the `attributes` of each edge: columns, features, trafficPercent, role.',
    })
    attributes: boolean,
    @Arg('columns', () => Boolean, {
      defaultValue: false,
      description:
        'Whether to add the `members` of each node and `columnEdges`, as [number of the edge in `edges`, member upstream, member downstream].',
    })
    columns: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const { chosen, edges, packed } = this.lineage;
    if (packed !== undefined) return answerWritten(context, info, await writePacked(packed, this.shapes.turns));
    const columnEdges = columns ? await this.allColumnEdges() : undefined;
    const parts = { counts, attributes, columnEdges };
    return answerWritten(context, info, await writeCompact(chosen, edges, parts, this.shapes.turns));
  }

  @GetterField(() => [KindCount], {
    description: 'How many of `nodes` are of each kind, most first. Alone, it loads no node.',
  })
  get countsByKind(): readonly KindCount[] {
    return countByKind(this.lineage.chosen);
  }

  @GetterField(() => [Int], {
    description: 'How many of `nodes` are at each depth, from 0 on. Alone, it loads no node.',
  })
  get countsByDepth(): readonly number[] {
    return countByDepth(this.lineage.chosen);
  }

  @GetterField(() => Int, { description: 'The greatest depth of a node in the walk.' })
  get depth(): number {
    return this.lineage.depth;
  }

  @GetterField(() => Boolean, { description: 'Whether the walk reached everything there is.' })
  get complete(): boolean {
    return this.lineage.incompleteBecause === undefined;
  }

  @GetterField(() => IncompleteReason, {
    nullable: true,
    description:
      'Why not, where it did not; of several reasons TIME_LIMIT before NODE_LIMIT before DEPTH before ACCESS.',
  })
  get incompleteBecause(): IncompleteReason | null {
    return this.lineage.incompleteBecause ?? null;
  }

  @GetterField(() => [FrontierNode], {
    description: 'Where it stopped: nodes of any kind with neighbours that were not followed.',
  })
  async frontier(_args: object, context: GraphqlContext, info: GraphQLResolveInfo): Promise<readonly FrontierNode[]> {
    const { frontier } = this.lineage;
    const shape = this.shapes.frontier(info, frontier);
    if (shape !== undefined) return answerWritten(context, info, await writeList(frontier, shape, this.shapes.turns));
    const wholeNode = await this.loaded();
    return frontier.map(({ node: { id }, hidden, direction, after, members }) =>
      make(FrontierNode, { node: wholeNode(id), direction, hiddenNeighbours: hidden, after, members }),
    );
  }

  @GetterField(() => DateTime, { description: 'The time that the answer describes.' })
  get asOf(): string {
    return this.lineage.asOf;
  }

  /** Where nodes were walked, those that their edges tell of. */
  private async allColumnEdges(): Promise<readonly ColumnEdge[]> {
    const { columnEdges, edges } = this.lineage;
    return columnEdges ?? (await columnEdgesAmong(edges, () => ALL, ['DOWNSTREAM'], this.shapes.turns)).columnEdges;
  }

  private async loaded(): Promise<(id: string) => GraphNode> {
    const nodes = await this.lineage.load();
    return (id) => {
      const node = nodes.get(id);
      if (node === undefined) throw new Error(`node ${id} was walked, but not loaded`);
      return node;
    };
  }
}
