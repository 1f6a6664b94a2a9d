import { Arg, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import type { Database } from '../../platform/database/database.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { connectionOf } from '../../platform/graphql/lists/connection.js';
import { FEATURE_SERVICE_VERSION } from '../feature-kinds.js';
import { FeatureTable } from '../lookups/online/feature-table.type.js';
import { describeSignatures } from '../signatures/signature.js';
import { SignatureFeature } from '../signatures/signature-feature.js';
import { FeatureService, FeatureServiceVersion } from './feature-service.entity.js';

export const FeatureServiceVersionConnection = connectionOf('FeatureServiceVersion', () => FeatureServiceVersion);

@Resolver(() => FeatureServiceVersion)
export class FeatureServiceVersionResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Extensions(QUICK)
  @Query(() => FeatureServiceVersion, {
    nullable: true,
    description: 'A feature service version; null when there is none.',
  })
  featureServiceVersion(
    @Arg('ref', () => Ref, { description: '`checkout@2`, `checkout` for the newest, or an id.' }) ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureServiceVersion | null> {
    return this.graph.reads.find(context, FeatureServiceVersion, FEATURE_SERVICE_VERSION, ref);
  }

  @FieldResolver(() => FeatureService, { description: 'The service that it is a version of.' })
  featureService(@Root() version: FeatureServiceVersion, @Ctx() context: GraphqlContext): Promise<FeatureService> {
    return context.parent(FeatureService, version);
  }

  @FieldResolver(() => [SignatureFeature], { description: 'Its features, in order, pinned.' })
  features(@Root() version: FeatureServiceVersion, @Ctx() context: GraphqlContext): Promise<SignatureFeature[]> {
    return context.load(this.featuresOf, version.node.id);
  }

  private readonly featuresOf: BatchLoad<string, SignatureFeature[]> = async (ids) => {
    const signatures = await describeSignatures(this.database, ids);
    return ids.map((id) => signatures.get(id) ?? []);
  };
}

/** A feature table says which service it was asked by. */
@Resolver(() => FeatureTable)
export class FeatureTableServiceResolver {
  @FieldResolver(() => FeatureServiceVersion, {
    nullable: true,
    description: 'The feature service version that gave the columns; null for any other lookup.',
  })
  featureServiceVersion(
    @Root() table: FeatureTable,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureServiceVersion> | null {
    const id = table.text.plan.service?.id;
    return id === undefined ? null : context.node(FeatureServiceVersion, id);
  }
}
