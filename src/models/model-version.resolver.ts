import {
  Arg,
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { DatasetVersion } from '../datasets/dataset-version.entity.js';
import { FeatureServiceVersion } from '../features/services/feature-service.entity.js';
import { SignatureFeature } from '../features/signatures/signature-feature.js';
import { type CountedNodes, countedConnectionOf } from '../graph/finding/counting/counted-connection.js';
import { listArgumentsOf, type OrderedList } from '../graph/finding/ordering/list-order.input.js';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { Ref } from '../graph/references/ref.scalar.js';
import { QUICK } from '../platform/graphql/documents/quick-documents.js';
import { DateTime } from '../platform/graphql/scalars/date-time.scalar.js';
import { Run } from '../runs/record/run.entity.js';
import { MODEL_VERSIONS } from './finding/listed-models.js';
import { Model } from './model.entity.js';
import type { ModelLoader } from './model.loader.js';
import { MODEL_VERSION } from './model-kinds.js';
import { RegisterModelVersionInput } from './versions/model.input.js';
import { ModelVersion } from './versions/model-version.entity.js';
import { type RegistrationDependencies, registerModelVersion } from './versions/register-model-version.js';

export const ModelVersionConnection = countedConnectionOf(MODEL_VERSIONS, () => ModelVersion);
const ModelVersionArguments = listArgumentsOf(MODEL_VERSIONS);

@ObjectType({ description: 'What registerModelVersion answers.' })
class RegisterModelVersionPayload {
  @Field(() => Model, { description: 'The model.' }) model!: Model;
  @Field(() => ModelVersion, { description: 'The version.' }) modelVersion!: ModelVersion;
  @Field(() => Boolean, { description: 'False when the newest version was the same.' }) created!: boolean;
}

@Resolver(() => ModelVersion)
export class ModelVersionResolver {
  constructor(
    private readonly dependencies: RegistrationDependencies,
    private readonly loader: ModelLoader,
  ) {}

  @Extensions(QUICK)
  @Query(() => ModelVersion, { nullable: true, description: 'A model version; null when there is none.' })
  modelVersion(
    @Arg('ref', () => Ref, {
      description: '`flight_delay@4`, `flight_delay@champion`, `flight_delay` for the newest, or an id.',
    })
    ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<ModelVersion | null> {
    return this.dependencies.graph.reads.find(context, ModelVersion, MODEL_VERSION, ref);
  }

  @Extensions(QUICK)
  @Query(() => ModelVersionConnection, { description: 'The versions of all models of the project.' })
  modelVersions(
    @Args(() => ModelVersionArguments) list: OrderedList,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<ModelVersion>> {
    return this.dependencies.graph.reads.lists.counted(context, MODEL_VERSIONS, list);
  }

  @FieldResolver(() => Model, { description: 'The model that it is a version of.' })
  model(@Root() version: ModelVersion, @Ctx() context: GraphqlContext): Promise<Model> {
    return context.parent(Model, version);
  }

  @FieldResolver(() => Run, { nullable: true, description: 'The run that made it; null if none is known.' })
  async run(@Root() version: ModelVersion, @Ctx() context: GraphqlContext): Promise<Run | null> {
    const id = await context.load(this.loader.runs, version.nodeId);
    return id === null ? null : context.node(Run, id);
  }

  @FieldResolver(() => [SignatureFeature], {
    description: 'The features that it reads, in the order in which it takes them.',
  })
  signature(@Root() version: ModelVersion, @Ctx() context: GraphqlContext): Promise<SignatureFeature[]> {
    return context.load(this.loader.signatures, version.nodeId);
  }

  @FieldResolver(() => FeatureServiceVersion, {
    nullable: true,
    description:
      'The feature service version that its signature was taken from; null: it was named feature by feature.',
  })
  async featureServiceVersion(
    @Root() version: ModelVersion,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureServiceVersion | null> {
    const id = await context.load(this.loader.services, version.nodeId);
    return id === null ? null : context.node(FeatureServiceVersion, id);
  }

  @FieldResolver(() => [DatasetVersion], { description: 'The dataset versions that it was trained on, as given.' })
  async trainedOn(@Root() version: ModelVersion, @Ctx() context: GraphqlContext): Promise<DatasetVersion[]> {
    const ids = await context.load(this.loader.trainedOn, version.nodeId);
    return context.seenNodes(DatasetVersion, ids);
  }

  @FieldResolver(() => [ModelVersion], { description: 'The model versions that it was made from, as given.' })
  async derivedFrom(@Root() version: ModelVersion, @Ctx() context: GraphqlContext): Promise<ModelVersion[]> {
    const ids = await context.load(this.loader.derivedFrom, version.nodeId);
    return context.seenNodes(ModelVersion, ids);
  }

  @FieldResolver(() => [String], { description: 'The aliases that point to it, now or at a time, by name.' })
  async aliases(
    @Root() version: ModelVersion,
    @Arg('asOf', () => DateTime, { nullable: true, description: 'When; now if left out.' }) asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<string[]> {
    const rows = await (asOf == null
      ? context.load(this.loader.aliasesOfVersions, version.nodeId)
      : context.load(this.loader.aliasesOfVersionsAt(asOf), version.nodeId, `aliases as of ${asOf}`));
    return rows.map((row) => row.alias);
  }

  @Mutation(() => RegisterModelVersionPayload, {
    description:
      'Registers a version of a model, makes the model on first use, and freezes the lineage of the version. If the newest version has the same artifact digest and signature, and the run and sources that are given, the answer is that version and created: false.',
  })
  async registerModelVersion(
    @Arg('input', () => RegisterModelVersionInput, { description: 'The version.' }) input: RegisterModelVersionInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RegisterModelVersionPayload> {
    return Object.assign(
      new RegisterModelVersionPayload(),
      await registerModelVersion(this.dependencies, context, input),
    );
  }
}
