import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { OnGraph } from '../../src/graph/graph.js';
import type { GraphqlContext } from '../../src/graph/graphql/graphql-context.js';
import { GraphNode } from '../../src/graph/nodes/graph-node.js';
import type { NodeKind } from '../../src/graph/nodes/kinds/node-kind.js';
import { newNodeId } from '../../src/graph/nodes/node-id.js';
import type { Room } from '../../src/graph/room.js';
import { pathParameter } from '../../src/platform/http/requests/path-parameter.js';
import { endJob, insertJob } from '../../src/platform/jobs/job.sql.js';
import type { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { JobStatus } from '../../src/platform/jobs/job-status.js';

const KITE: NodeKind = 'KITE';
const WIND_JOB = 'wait-for-wind';

@ObjectType('Kite', { implements: GraphNode, description: 'A toy.' })
class Kite extends GraphNode {}

@InputType({ description: 'A kite to fly.' })
class FlyKiteInput {
  @Field(() => String, { description: 'Its name.' }) name!: string;
}

@Resolver()
class KiteResolver {
  constructor(private readonly needs: OnGraph & { readonly jobs: JobRunner }) {}

  @Mutation(() => Kite, { description: 'Makes a kite, and waits for wind.' })
  async flyKite(
    @Arg('input', () => FlyKiteInput, { description: 'Which.' }) { name }: FlyKiteInput,
    @Ctx() context: GraphqlContext,
  ): Promise<Kite> {
    const { database, graph, jobs } = this.needs;
    const kite = await database.transaction(async (tx) => {
      graph.record(tx, context, 'dataset:register');
      const { id } = await graph.writer.ensureNode(tx, context, { kind: KITE, name });
      const job = {
        id: newNodeId(),
        kind: WIND_JOB,
        project: context.project,
        input: { name },
        createdBy: context.user,
        keyId: context.keyId,
      };
      await insertJob(tx, job);
      return graph.nodes.within(tx).get(Kite, id);
    });
    jobs.wake();
    return kite;
  }
}

/** A room with one kind, one route and one job, as the next maintainer would write it. */
export const KITES: Room<OnGraph & { readonly jobs: JobRunner }> = {
  kinds: [{ kind: KITE, description: 'A toy that flies.', type: Kite, hasTable: false, logical: true }],
  open: ({ database, graph, jobs }) => ({
    offers: {},
    resolvers: [new KiteResolver({ database, graph, jobs })],
    routes: [
      {
        method: 'GET',
        url: '/v1/kites/:ref',
        role: 'api',
        rule: 'signed-in',
        limits: { bodyBytes: 'none', timeMs: 300 },
        answer: async (request) => {
          const { label } = await graph.references.resolve(database, 'default', pathParameter(request, 'ref'), [KITE]);
          // Longer than the limit says.
          if (label === 'slow') await new Promise(() => {});
          return { label };
        },
      },
    ],
    jobs: [
      {
        kind: WIND_JOB,
        run: ({ id, input }) => endJob(database, id, { status: JobStatus.SUCCEEDED, result: { flew: input } }),
        discard: async () => {},
      },
    ],
  }),
};
