import { Arg, Ctx, Field, Int, ObjectType } from 'type-graphql';
import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { Deployment } from '../../deployments/deployment.entity.js';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { make } from '../../platform/make.js';
import { countByKind, KindCount } from '../graphql/counts.js';
import { loadReached } from '../graphql/load-reached.js';
import { IncompleteReason } from '../walk/lineage-enums.js';
import { ContaminatedRows } from './contaminated-rows.type.js';
import type { FoundContamination, LineageRoom } from './find-contamination.js';

@ObjectType({ description: 'A node that was made from something.' })
export class MadeNode {
  @Field(() => GraphNode, { description: 'The node; deleted ones too, marked so.' }) node!: GraphNode;
  @Field(() => Int, { description: 'Edges on the shortest path to it.' }) depth!: number;
}

@ObjectType({ description: 'A live deployment behind which something serves that was made from something.' })
export class ContaminatedDeployment {
  @Field(() => Deployment, { description: 'The deployment.' }) deployment!: Deployment;
  @Field(() => Int, { description: 'The share of its traffic that goes to such model versions.' })
  trafficPercent!: number;
  @Field(() => [ModelVersion], { description: 'These model versions, the largest share first.' })
  modelVersions!: ModelVersion[];
}

/** What isn't asked for isn't loaded. */
@ObjectType({
  description:
    'Everything that was made from a run or a dataset version, down to the entities that still get rows of it.',
})
export class Contamination {
  constructor(
    private readonly room: LineageRoom,
    private readonly found: FoundContamination,
    private readonly limit: number,
  ) {}

  @GetterField(() => GraphNode, { description: 'What was asked about.' })
  of(_args: object, context: GraphqlContext): Promise<GraphNode> {
    return loadReached(context, this.found.root);
  }

  @GetterField(() => [MadeNode], { description: 'Everything that was made from it, nearest first, up to `limit`.' })
  nodes(_args: object, context: GraphqlContext): Promise<MadeNode[]> {
    const first = this.found.made.slice(0, this.limit);
    return Promise.all(
      first.map(async ({ id, depth }) => make(MadeNode, { node: await loadReached(context, id), depth })),
    );
  }

  @GetterField(() => Int, { description: 'How much was made from it in all, beyond `limit` too.' })
  get count(): number {
    return this.found.made.length;
  }

  @GetterField(() => [KindCount], { description: 'How much of each kind, most first.' })
  get countsByKind(): readonly KindCount[] {
    return countByKind(this.found.made);
  }

  @GetterField(() => [DatasetVersion], { description: 'The training sets among it, the first `limit`.' })
  trainingSets(_args: object, context: GraphqlContext): Promise<DatasetVersion[]> {
    return context.seenNodes(DatasetVersion, this.found.trainingSets.slice(0, this.limit));
  }

  @GetterField(() => [ContaminatedDeployment], {
    description: 'The deployments behind which such model versions serve now, the largest share first, up to `limit`.',
  })
  liveDeployments(_args: object, context: GraphqlContext): Promise<ContaminatedDeployment[]> {
    const hits = this.found.live.map((hit) => ({
      ...hit,
      trafficPercent: hit.bindings.reduce((sum, binding) => sum + binding.trafficPercent, 0),
    }));
    hits.sort((a, b) => b.trafficPercent - a.trafficPercent || (a.deploymentId < b.deploymentId ? -1 : 1));
    return Promise.all(
      hits.slice(0, this.limit).map(async ({ deploymentId, bindings, trafficPercent }) =>
        make(ContaminatedDeployment, {
          deployment: await context.node(Deployment, deploymentId),
          trafficPercent,
          modelVersions: await context.seenNodes(
            ModelVersion,
            bindings.map(({ modelVersionId }) => modelVersionId),
          ),
        }),
      ),
    );
  }

  @Field(() => [ContaminatedRows], {
    description:
      'The feature set versions among it, nearest first, up to `limit`, and which of their stored rows were written by it or by runs among it.',
  })
  async rows(
    @Arg('featureSet', () => Ref, {
      nullable: true,
      description: 'Of this version alone, such as `airport_traffic@2`: to page through its `entities`.',
    })
    featureSet: string | null | undefined,
    @Ctx() context: GraphqlContext,
  ): Promise<readonly ContaminatedRows[]> {
    const { stored, counter } = this.found;
    const { database, graph } = this.room;
    const wanted =
      featureSet == null
        ? undefined
        : await graph.references.resolve(database, context.project, featureSet, [FEATURE_SET_VERSION]);
    return stored
      .filter(({ definition }) => wanted === undefined || definition.id === wanted.id)
      .slice(0, this.limit)
      .map((hit) => new ContaminatedRows(database, hit, counter));
  }

  @GetterField(() => Boolean, {
    description: 'Whether everything downstream was looked at, and of every run among it is known which rows it wrote.',
  })
  get complete(): boolean {
    return this.found.incompleteBecause === undefined;
  }

  @GetterField(() => IncompleteReason, {
    nullable: true,
    description: 'Why not, where it was not; then more may have been made from it than is told here.',
  })
  get incompleteBecause(): IncompleteReason | null {
    return this.found.incompleteBecause ?? null;
  }
}
