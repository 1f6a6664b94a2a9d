import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { columnRef } from '../../../datasets/column-reference.js';
import { DatasetVersion } from '../../../datasets/dataset-version.entity.js';
import { type EdgeRow, selectEdgesInto } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { Graph } from '../../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import type { Database } from '../../../platform/database/database.js';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { groupBy } from '../../../platform/group-by.js';
import { make } from '../../../platform/make.js';
import { Entity } from '../entities/entity.entity.js';
import { FeatureSet } from '../feature-set.entity.js';
import { selectWrittenAt } from '../finding/written-at.sql.js';
import { FeatureSetVersion } from './feature-set-version.entity.js';

@ObjectType({ description: 'Dataset columns that one feature is computed from.' })
class FeatureSource {
  @Field(() => String, { description: 'The feature.' }) feature!: string;
  @Field(() => DatasetVersion, { description: 'The dataset version.' }) datasetVersion!: DatasetVersion;
  @Field(() => [String], { description: 'The columns.' }) columns!: string[];

  @Field(() => [Ref], { description: 'The same as references: `flights@3:delay`.' })
  columnRefs!: string[];
}

@Resolver(() => FeatureSetVersion)
export class FeatureSetVersionResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @FieldResolver(() => FeatureSet, { description: 'The feature set that it is a version of.' })
  featureSet(@Root() version: FeatureSetVersion, @Ctx() context: GraphqlContext): Promise<FeatureSet> {
    return context.parent(FeatureSet, version);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether a reference to the feature set without a version means this one, for reads and writes.',
  })
  async current(@Root() version: FeatureSetVersion, @Ctx() context: GraphqlContext): Promise<boolean> {
    const { parentId } = version.node;
    if (parentId === null) throw new Error(`${version.label} belongs to no feature set`);
    return (await context.load(this.graph.reads.meantVersions, parentId)) === version.nodeId;
  }

  @FieldResolver(() => Entity, { description: 'What its features are about.' })
  async entity(@Root() version: FeatureSetVersion, @Ctx() context: GraphqlContext): Promise<Entity> {
    return context.parent(Entity, await context.parent(FeatureSet, version));
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When rows were last written to it: how fresh it is; null: never.',
  })
  async writtenAt(@Root() version: FeatureSetVersion, @Ctx() context: GraphqlContext): Promise<Date | null> {
    return (await context.load(this.writtenTimes, version.nodeId)) ?? null;
  }

  @FieldResolver(() => [FeatureSource], {
    description: 'Column lineage: where each feature comes from, in order of the features.',
  })
  async sources(@Root() version: FeatureSetVersion, @Ctx() context: GraphqlContext): Promise<FeatureSource[]> {
    const edges = await context.load(this.sourceEdges, version.nodeId);
    const sources = await Promise.all(
      edges.map(async (edge) => {
        const [datasetVersion] = await context.seenNodes(DatasetVersion, [edge.src]);
        if (datasetVersion === undefined) return [];
        const columns = edge.attributes.columns as Record<string, string[]>;
        return Object.entries(columns).map(([feature, names]) => {
          const columnRefs = names.map((name) => columnRef(datasetVersion, name));
          return make(FeatureSource, { feature, datasetVersion, columns: names, columnRefs });
        });
      }),
    );
    const position = new Map(version.features.map(({ name }, index) => [name, index]));
    return sources.flat().sort((a, b) => (position.get(a.feature) ?? 0) - (position.get(b.feature) ?? 0));
  }

  private readonly writtenTimes: BatchLoad<string, Date | undefined> = async (ids) => {
    const times = await selectWrittenAt(this.database, ids);
    return ids.map((id) => times.get(id));
  };

  private readonly sourceEdges: BatchLoad<string, EdgeRow[]> = async (ids) => {
    const edges = groupBy(await selectEdgesInto(this.database, ids, EdgeKind.SOURCE), ({ dst }) => dst);
    return ids.map((id) => edges.get(id) ?? []);
  };
}
