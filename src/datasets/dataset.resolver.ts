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
import { type CountedNodes, countedConnectionOf } from '../graph/finding/counting/counted-connection.js';
import { listArgumentsOf, type OrderedList } from '../graph/finding/ordering/list-order.input.js';
import type { Graph } from '../graph/graph.js';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { Ref } from '../graph/references/ref.scalar.js';
import type { Database } from '../platform/database/database.js';
import { QUICK } from '../platform/graphql/documents/quick-documents.js';
import { PageArguments } from '../platform/graphql/lists/page-arguments.js';
import { Dataset } from './dataset.entity.js';
import { RegisterDatasetVersionInput } from './dataset.input.js';
import { DATASET, DATASET_VERSION } from './dataset-kinds.js';
import { DatasetVersion } from './dataset-version.entity.js';
import { DATASET_VERSIONS, DATASETS } from './listed-datasets.js';
import { registerDatasetVersion } from './register-dataset-version.js';

const DatasetConnection = countedConnectionOf(DATASETS, () => Dataset);
const DatasetVersionConnection = countedConnectionOf(DATASET_VERSIONS, () => DatasetVersion);
const DatasetArguments = listArgumentsOf(DATASETS);
const DatasetVersionArguments = listArgumentsOf(DATASET_VERSIONS);

@ObjectType({ description: 'What registerDatasetVersion answers.' })
class RegisterDatasetVersionPayload {
  @Field(() => Dataset, { description: 'The dataset.' }) dataset!: Dataset;
  @Field(() => DatasetVersion, { description: 'The version with this content.' }) datasetVersion!: DatasetVersion;
  @Field(() => Boolean, { description: 'False when the newest version had the same digest and columns.' })
  created!: boolean;
}

@Resolver(() => Dataset)
export class DatasetResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Extensions(QUICK)
  @Query(() => Dataset, { nullable: true, description: 'A dataset; null when there is none.' })
  async dataset(
    @Arg('ref', () => Ref, { description: 'Its name or id.' }) ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<Dataset | null> {
    return this.graph.reads.find(context, Dataset, DATASET, ref);
  }

  @Extensions(QUICK)
  @Query(() => DatasetVersion, { nullable: true, description: 'A dataset version; null when there is none.' })
  async datasetVersion(
    @Arg('ref', () => Ref, { description: '`flights@3`, `flights` for the newest, or an id.' }) ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<DatasetVersion | null> {
    return this.graph.reads.find(context, DatasetVersion, DATASET_VERSION, ref);
  }

  @Extensions(QUICK)
  @Query(() => DatasetConnection, { description: 'The datasets of the project.' })
  datasets(
    @Args(() => DatasetArguments) list: OrderedList,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<Dataset>> {
    return this.graph.reads.lists.counted(context, DATASETS, list);
  }

  @Extensions(QUICK)
  @Query(() => DatasetVersionConnection, { description: 'The versions of all datasets of the project.' })
  datasetVersions(
    @Args(() => DatasetVersionArguments) list: OrderedList,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<DatasetVersion>> {
    return this.graph.reads.lists.counted(context, DATASET_VERSIONS, list);
  }

  @FieldResolver(() => DatasetVersion, { nullable: true, description: 'The newest version; null if all were deleted.' })
  async latestVersion(@Root() dataset: Dataset, @Ctx() context: GraphqlContext): Promise<DatasetVersion | null> {
    const id = await context.load(this.graph.reads.newestVersions, dataset.node.id);
    return id === null ? null : context.node(DatasetVersion, id);
  }

  @FieldResolver(() => DatasetVersionConnection, { description: 'Its versions, newest first.' })
  versions(
    @Root() dataset: Dataset,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<DatasetVersion>> {
    return this.graph.reads.countedChildren(context, dataset.node.id, DATASET_VERSIONS, page);
  }

  @Mutation(() => RegisterDatasetVersionPayload, {
    description:
      'Registers one state of a dataset and makes the dataset on first use. Content identical to the newest version gives that version and created: false. FAILED_PRECONDITION for one without a column that a live deployment reads through its features, unless overridden with a reason.',
  })
  async registerDatasetVersion(
    @Arg('input', () => RegisterDatasetVersionInput, { description: 'The state.' }) input: RegisterDatasetVersionInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RegisterDatasetVersionPayload> {
    return Object.assign(
      new RegisterDatasetVersionPayload(),
      await registerDatasetVersion(this.database, this.graph, context, input),
    );
  }
}
