import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { MODEL_VERSION } from '../../models/model-kinds.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { DiffShapes } from './diff-shapes.js';
import { LineageDiff } from './lineage-diff.js';
import { readFrozen } from './read-frozen.js';

@Resolver()
export class LineageDiffResolver {
  private readonly shapes = new DiffShapes();

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Query(() => LineageDiff, {
    description:
      'How two model versions differ in what they were made from: features, datasets and their schemas, code, parameters, metrics, and every node and edge upstream. They may be versions of different models.',
  })
  async lineageDiff(
    @Arg('from', () => Ref, { description: 'The first, such as `flight_delay@3` or `flight_delay@champion`.' })
    from: string,
    @Arg('to', () => Ref, { description: 'The second.' }) to: string,
    @Ctx() context: GraphqlContext,
  ): Promise<LineageDiff> {
    context.demand('graph:read');
    const found = await this.graph.references.resolveAll(this.database, context.project, [from, to], [MODEL_VERSION], {
      includeDeleted: true,
    });
    const [first, second] = await Promise.all(found.map(({ id }) => context.node(ModelVersion, id)));
    if (first === undefined || second === undefined) throw new Error('unreachable: two references give two nodes');
    const [one, other] = await readFrozen(this.database, this.graph.kinds, context, [first, second]);
    if (one === undefined || other === undefined) throw new Error('unreachable: two versions give two lineages');
    return new LineageDiff({ from: first, to: second }, { from: one, to: other }, this.shapes);
  }
}
