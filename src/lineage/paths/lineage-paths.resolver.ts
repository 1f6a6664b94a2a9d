import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { EdgeRow } from '../../graph/edges/edge.sql.js';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import type { Database } from '../../platform/database/database.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { Turns } from '../../platform/turns/turns.js';
import { RUN } from '../../runs/record/run-kinds.js';
import { LineageEdge } from '../graphql/lineage-graph.js';
import { priceWalks } from '../graphql/price-lineage.js';
import { placeNode } from '../places/place-node.type.js';
import { findPaths, type Path } from './find-paths.js';
import { LineagePath } from './lineage-path.type.js';

const DEFAULT_PATHS = 10;

@Resolver()
export class LineagePathsResolver {
  /** Of all requests: those that search together share a slice of the event loop. */
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Query(() => [LineagePath], {
    complexity: priceWalks(DEFAULT_PATHS),
    description:
      'How exactly one thing reaches another: every path downstream from a node, column or feature to another, shortest first, those of equal length always in the same order. None means that there is none: NOT_FOUND for an unknown reference; and where none was found though part of the graph is hidden or too large, FORBIDDEN, TIMEOUT or TOO_COMPLEX.',
  })
  async lineagePaths(
    @Arg('from', () => Ref, { description: 'Where paths begin: `flights`, `flights@3:delay`, a run…' }) from: string,
    @Arg('to', () => Ref, {
      description: 'Where they end, downstream: `production/flight-delay`, `airport_traffic@2:mean_delay_3h`…',
    })
    to: string,
    @Arg('limit', () => Int, { nullable: true, defaultValue: DEFAULT_PATHS, description: 'Most paths, 1 to 100.' })
    limit: number | null,
    @Arg('asOf', () => DateTime, { nullable: true, description: 'The graph as it was then; now if left out.' }) asOf:
      | string
      | null,
    @Ctx() context: GraphqlContext,
  ): Promise<LineagePath[]> {
    const question = { from, to, limit: limit ?? DEFAULT_PATHS, asOf: asOf ?? undefined };
    const found = await findPaths(this.database, this.graph, context, question, this.turns);
    const ids = [...new Set(found.paths.flatMap(({ places }) => places.map(({ id }) => id)))];
    const nodes = await this.graph.nodes.load(ids);
    const { hasMore, incompleteBecause } = found;
    return found.paths.map((path, index) =>
      make(LineagePath, {
        ...describePath(path, nodes),
        hasNext: hasMore || index < found.paths.length - 1,
        complete: incompleteBecause === undefined,
        incompleteBecause: incompleteBecause ?? null,
      }),
    );
  }
}

function describePath({ places, hops }: Path, nodes: ReadonlyMap<string, GraphNode>) {
  const nodeOf = (id: string): GraphNode => {
    const node = nodes.get(id);
    if (node === undefined) throw new Error(`node ${id} is on a path, but not loaded`);
    return node;
  };
  return {
    length: hops.length,
    nodes: places.map((place) => placeNode(place, nodeOf(place.id))),
    edges: hops.flatMap(({ edges }) => edges.map((edge) => edgeOf(edge, nodeOf))),
    exact: hops.every(({ isExact }) => isExact),
  };
}

function edgeOf({ src, dst, runId, ...edge }: EdgeRow, nodeOf: (id: string) => GraphNode): LineageEdge {
  const run = runId === null ? null : toPublicId(RUN, runId);
  const { kind, attributes, validFrom, validTo } = edge;
  return make(LineageEdge, { from: nodeOf(src).id, to: nodeOf(dst).id, kind, run, attributes, validFrom, validTo });
}
