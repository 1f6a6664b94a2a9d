import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { bindingsThen } from '../../deployments/bindings/binding.sql.js';
import { Deployment } from '../../deployments/deployment.entity.js';
import { DEPLOYMENT } from '../../deployments/deployment-kinds.js';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { IncompleteReason } from '../walk/lineage-enums.js';
import { findSkew } from './find-skew.js';
import { BindingSkew, Skew } from './skew.type.js';

@Resolver()
export class SkewResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Query(() => Skew, {
    description:
      'For each model version that serves behind a deployment: which feature set versions it learnt from, by its frozen lineage, against those that it reads. NOT_FOUND for an unknown reference.',
  })
  async skew(
    @Arg('deployment', () => Ref, { description: 'The deployment, such as `production/flight-delay`.' }) ref: string,
    @Arg('asOf', () => DateTime, {
      nullable: true,
      description: 'What served then, and what was current then; now if left out.',
    })
    asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Skew> {
    context.demand('graph:read');
    const { id } = await this.graph.references.resolve(this.database, context.project, ref, [DEPLOYMENT]);
    const live = (await bindingsThen(this.database, [id], asOf ?? undefined)).get(id) ?? [];
    const versions = await Promise.all(live.map(({ modelVersionId }) => context.node(ModelVersion, modelVersionId)));
    const found = await findSkew(this.database, this.graph, context, {
      modelVersions: versions,
      asOf: asOf ?? undefined,
    });
    const bindings = versions.map((modelVersion, index) => {
      const isVeiled = found[index]?.isVeiled === true;
      return make(BindingSkew, {
        modelVersion,
        trafficPercent: live[index]?.trafficPercent ?? 0,
        featureSets: found[index]?.featureSets ?? [],
        complete: !isVeiled,
        incompleteBecause: isVeiled ? IncompleteReason.ACCESS : null,
      });
    });
    return make(Skew, { deployment: await context.node(Deployment, id), bindings });
  }
}
