import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { make } from '../../platform/make.js';
import {
  compareCode,
  compareLinks,
  compareMetrics,
  compareParameters,
  compareTags,
  runsToCompare,
} from '../compare/compare-runs.js';
import { ComparedLink, ComparedMetric, ComparedText, RunComparison } from '../compare/run-comparison.js';

const ALL = { defaultValue: false, description: 'Whether what all runs have alike is told too.' } as const;

/** Runs side by side: what differs between them. */
@Resolver(() => RunComparison)
export class RunComparisonResolver {
  constructor(private readonly room: OnGraph) {}

  @Query(() => RunComparison, {
    complexity: ({ args, childComplexity }) =>
      1 + (Array.isArray(args.ids) ? args.ids.length : 1) * Math.max(10, childComplexity),
    description:
      'Runs side by side: what differs between them. BAD_USER_INPUT for none or more than 100, NOT_FOUND for an unknown one.',
  })
  async compareRuns(
    @Arg('ids', () => [ID], { description: 'Ids of the runs, 1 to 100.' }) ids: string[],
    @Ctx() context: GraphqlContext,
  ): Promise<RunComparison> {
    return make(RunComparison, { runs: await runsToCompare(this.room, context, ids) });
  }

  @FieldResolver(() => [ComparedText], { description: 'The parameters that differ, by name.' })
  async parameters(
    @Root() { runs }: RunComparison,
    @Arg('all', () => Boolean, ALL) all: boolean,
  ): Promise<ComparedText[]> {
    return (await compareParameters(this.room.database, runs, all)).map((row) => make(ComparedText, row));
  }

  @FieldResolver(() => [ComparedMetric], { description: 'The metrics that differ, by name.' })
  async metrics(
    @Root() { runs }: RunComparison,
    @Arg('all', () => Boolean, ALL) all: boolean,
    @Arg('system', () => Boolean, {
      defaultValue: false,
      description: 'Whether those of the machine are told too, whose names begin with `system/`.',
    })
    system: boolean,
  ): Promise<ComparedMetric[]> {
    const rows = await compareMetrics(this.room.database, runs, { all, system });
    return rows.map((row) => make(ComparedMetric, row));
  }

  @FieldResolver(() => [ComparedText], { description: 'The tags that differ, by key.' })
  tags(@Root() { runs }: RunComparison, @Arg('all', () => Boolean, ALL) all: boolean): ComparedText[] {
    return compareTags(runs, all).map((row) => make(ComparedText, row));
  }

  @FieldResolver(() => [ComparedText], {
    description: 'What differs of where their code is: `repository`, `commit`, `entryPoint`.',
  })
  code(@Root() { runs }: RunComparison, @Arg('all', () => Boolean, ALL) all: boolean): ComparedText[] {
    return compareCode(runs, all).map((row) => make(ComparedText, row));
  }

  @FieldResolver(() => [ComparedLink], { description: 'What not all of them read; what most read first.' })
  inputs(
    @Root() comparison: RunComparison,
    @Arg('all', () => Boolean, ALL) all: boolean,
    @Ctx() context: GraphqlContext,
  ): Promise<ComparedLink[]> {
    return this.links(comparison, EdgeKind.INPUT, all, context);
  }

  @FieldResolver(() => [ComparedLink], { description: 'What not all of them made; what most made first.' })
  outputs(
    @Root() comparison: RunComparison,
    @Arg('all', () => Boolean, ALL) all: boolean,
    @Ctx() context: GraphqlContext,
  ): Promise<ComparedLink[]> {
    return this.links(comparison, EdgeKind.OUTPUT, all, context);
  }

  private async links(
    { runs }: RunComparison,
    kind: EdgeKind.INPUT | EdgeKind.OUTPUT,
    all: boolean,
    context: GraphqlContext,
  ): Promise<ComparedLink[]> {
    const links = await compareLinks(this.room.database, runs, kind, all);
    const found = await Promise.all(
      links.map(async ({ nodeId, ...link }) => {
        const node = await context.nodes.load(nodeId);
        // It lies in a project that the caller may not see.
        return node === null ? null : make(ComparedLink, { node, ...link });
      }),
    );
    return found.filter((link) => link !== null);
  }
}
