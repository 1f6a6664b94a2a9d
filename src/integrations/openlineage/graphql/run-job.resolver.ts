import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type EdgeRow, selectEdgesInto } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { BatchLoad, GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import type { Database } from '../../../platform/database/database.js';
import { groupBy } from '../../../platform/group-by.js';
import { Run } from '../../../runs/record/run.entity.js';
import { Job } from '../job.entity.js';

@Resolver(() => Run)
export class RunJobResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => Job, {
    nullable: true,
    description: 'The job that it is an execution of, where OpenLineage told of it; null else.',
  })
  async job(@Root() run: Run, @Ctx() context: GraphqlContext): Promise<Job | null> {
    const edges = await context.load(this.owners, run.nodeId);
    const owners = edges.map(({ src }) => src).filter((src) => src !== run.node.parentId);
    const nodes = await Promise.all(owners.map((id) => context.nodes.load(id)));
    return nodes.find((node) => node instanceof Job) ?? null;
  }

  /** Batch: what each run belongs to. */
  private readonly owners: BatchLoad<string, readonly EdgeRow[]> = async (ids) => {
    const owners = groupBy(await selectEdgesInto(this.database, ids, EdgeKind.CHILD_OF), ({ dst }) => dst);
    return ids.map((id) => owners.get(id) ?? []);
  };
}
