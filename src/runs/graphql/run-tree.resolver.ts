import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import { make } from '../../platform/make.js';
import { Run } from '../record/run.entity.js';
import { RUN } from '../record/run-kinds.js';
import { checkBounds, RunTree, RunTreeNode } from '../tree/run-tree.js';
import { selectRunTree } from '../tree/run-tree.sql.js';

const DEPTH = 10;
const LIMIT = 1_000;

@Resolver()
export class RunTreeResolver {
  constructor(private readonly room: OnGraph) {}

  @Query(() => RunTree, {
    complexity: ({ args, childComplexity }) => 1 + Math.max(1, Number(args.limit ?? LIMIT)) * childComplexity,
    description:
      'A run and the runs that are part of it, of those, and so on: a sweep with its trials and their folds. NOT_FOUND for an unknown run.',
  })
  async runTree(
    @Arg('id', () => ID, { description: 'Id of the run at the root.' }) id: string,
    @Arg('depth', () => Int, { nullable: true, description: 'Most steps below the root; 10 if left out.' })
    depth: number | null,
    @Arg('limit', () => Int, { nullable: true, description: 'Most runs, the root too; 1,000 if left out.' })
    limit: number | null,
    @Ctx() context: GraphqlContext,
  ): Promise<RunTree> {
    context.demand('graph:read');
    const [deepest, most] = [depth ?? DEPTH, limit ?? LIMIT];
    checkBounds(deepest, most);
    const { database, graph } = this.room;
    const root = await graph.references.resolve(database, context.project, id, [RUN]);
    const rows = await selectRunTree(database, root.id, deepest, most + 1, context.signal);
    const shown = rows.slice(0, most);
    const runs = await Promise.all(shown.map((row) => context.node(Run, row.id)));
    return make(RunTree, {
      complete: rows.length <= most && !shown.some(({ isCut }) => isCut),
      nodes: shown.map(({ parentId, depth: at, isCut }, index) =>
        make(RunTreeNode, {
          run: runs[index] as Run,
          parent: parentId === null ? null : toPublicId(RUN, parentId),
          depth: at,
          isCut,
        }),
      ),
    });
  }
}
