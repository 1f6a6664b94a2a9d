import {
  Arg,
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ListArguments } from '../../graph/nodes/lists/list-arguments.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { make } from '../../platform/make.js';
import { FEATURE_SERVICE, FEATURE_SERVICE_VERSION } from '../feature-kinds.js';
import { defineFeatureService, type ServiceDependencies } from './define-feature-service.js';
import { FeatureService, FeatureServiceVersion } from './feature-service.entity.js';
import { DefineFeatureServiceInput } from './feature-service.input.js';
import { FeatureServiceVersionConnection } from './feature-service-version.resolver.js';
import { previewFeatureService } from './preview-feature-service.js';

const FeatureServiceConnection = connectionOf('FeatureService', () => FeatureService);

@ObjectType({ description: 'What a dry run found that would be defined.' })
class PlannedFeatureService {
  @Field(() => Int, { description: 'The number of the version.' }) version!: number;
  @Field(() => [String], { description: 'Its features, in order, pinned: `airport_traffic@2:mean_delay_3h~origin`.' })
  features!: readonly string[];
}

@ObjectType({ description: 'What defineFeatureService answers.' })
class DefineFeatureServicePayload {
  @Field(() => FeatureService, {
    nullable: true,
    description: 'The service; null where a dry run found that it would be made.',
  })
  featureService!: FeatureService | null;
  @Field(() => FeatureServiceVersion, {
    nullable: true,
    description: 'The version with these features; null where a dry run found that it would be made.',
  })
  featureServiceVersion!: FeatureServiceVersion | null;
  @Field(() => Boolean, {
    description: 'Whether the version was made, or would be; false when the newest one was the same.',
  })
  created!: boolean;
  @Field(() => PlannedFeatureService, { nullable: true, description: 'What would be defined; null but in a dry run.' })
  plan!: PlannedFeatureService | null;
}

@Resolver(() => FeatureService)
export class FeatureServiceResolver {
  constructor(private readonly dependencies: ServiceDependencies) {}

  @Extensions(QUICK)
  @Query(() => FeatureService, { nullable: true, description: 'A feature service; null when there is none.' })
  featureService(
    @Arg('ref', () => Ref, { description: 'Its name or id.' }) ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureService | null> {
    return this.dependencies.graph.reads.find(context, FeatureService, FEATURE_SERVICE, ref);
  }

  @Extensions(QUICK)
  @Query(() => FeatureServiceConnection, { description: 'The feature services of the project.' })
  featureServices(
    @Args(() => ListArguments) list: ListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<FeatureService>> {
    return this.dependencies.graph.reads.lists.page(context, FEATURE_SERVICE, list);
  }

  @FieldResolver(() => FeatureServiceVersion, {
    nullable: true,
    description: 'The newest version, which a reference without a version means; null if all were deleted.',
  })
  async latestVersion(
    @Root() service: FeatureService,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureServiceVersion | null> {
    const id = await context.load(this.dependencies.graph.reads.newestVersions, service.node.id);
    return id === null ? null : context.node(FeatureServiceVersion, id);
  }

  @FieldResolver(() => FeatureServiceVersionConnection, { description: 'Its versions, newest first.' })
  versions(
    @Root() service: FeatureService,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<FeatureServiceVersion>> {
    return this.dependencies.graph.reads.children(context, service.node.id, FEATURE_SERVICE_VERSION, page);
  }

  @Mutation(() => DefineFeatureServicePayload, {
    description:
      'Defines what a feature service gives, and makes the service on first use. If the newest version has the same pinned features in the same order and roles, the answer is that version and created: false.',
  })
  async defineFeatureService(
    @Arg('input', () => DefineFeatureServiceInput, { description: 'The service.' }) input: DefineFeatureServiceInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DefineFeatureServicePayload> {
    if (input.dryRun === true) return this.preview(input, context);
    const defined = await defineFeatureService(this.dependencies, context, input);
    return make(DefineFeatureServicePayload, { ...defined, plan: null });
  }

  private async preview(
    input: DefineFeatureServiceInput,
    context: GraphqlContext,
  ): Promise<DefineFeatureServicePayload> {
    const { featureServiceId, sameId, version, features } = await previewFeatureService(
      this.dependencies,
      context,
      input,
    );
    return make(DefineFeatureServicePayload, {
      featureService: featureServiceId === undefined ? null : await context.node(FeatureService, featureServiceId),
      featureServiceVersion: sameId === undefined ? null : await context.node(FeatureServiceVersion, sameId),
      created: sameId === undefined,
      plan: make(PlannedFeatureService, { version, features }),
    });
  }
}
