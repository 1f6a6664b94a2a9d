import { Field, ID, Int, ObjectType } from 'type-graphql';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { NodeKindEnum } from '../../graph/nodes/kinds/node-kind.js';
import { Json, JsonObject } from '../../platform/graphql/scalars/json.scalar.js';
import { Difference } from './difference.js';

const CHANGE = { description: 'Whether it came, went, or is there in both and not the same.' } as const;

@ObjectType({ description: 'A feature in the signature of a model version, as that pinned it.' })
export class PinnedFeature {
  @Field(() => String, { description: 'Its pinned reference: `airport_traffic@2:mean_delay_3h~origin`.' }) ref!: string;
  @Field(() => Int, { description: 'Its place in the vector, from 0.' }) position!: number;
  @Field(() => String, { description: 'Its type.' }) type!: string;
  @Field(() => [String], { description: 'The columns that it is computed from: `flights@3:delay`.' })
  sources!: string[];
}

@ObjectType({ description: 'A feature that one model version reads otherwise than another, or not at all.' })
export class FeatureDifference {
  @Field(() => String, {
    description:
      'Its name without a version, `airport_traffic:mean_delay_3h~origin`; with one where a signature has it of several versions.',
  })
  feature!: string;
  @Field(() => Difference, CHANGE) change!: Difference;
  @Field(() => PinnedFeature, { nullable: true, description: 'How the first reads it; null: it does not.' })
  before!: PinnedFeature | null;
  @Field(() => PinnedFeature, { nullable: true, description: 'How the second reads it; null: it does not.' })
  after!: PinnedFeature | null;
  @Field(() => Boolean, {
    description: 'Whether both read it, and it comes from other columns or other dataset versions.',
  })
  resourced!: boolean;
}

@ObjectType({ description: 'A column of a dataset that differs between two versions of that.' })
export class ColumnDifference {
  @Field(() => String, { description: 'Its name.' }) column!: string;
  @Field(() => Difference, CHANGE) change!: Difference;
  @Field(() => String, { nullable: true, description: 'Its type before; null: it was not there.' }) before!:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'Its type after; null: it is not there.' }) after!: string | null;
}

@ObjectType({ description: 'A dataset of which two model versions were made from different versions.' })
export class DatasetDifference {
  @Field(() => ID, { description: 'Id of the dataset.' }) dataset!: string;
  @Field(() => String, { description: 'What it was called.' }) label!: string;
  @Field(() => Difference, CHANGE) change!: Difference;
  @Field(() => [String], { description: 'Its versions upstream of the first, oldest first.' }) before!: string[];
  @Field(() => [String], { description: 'Its versions upstream of the second, oldest first.' }) after!: string[];
  @Field(() => [ColumnDifference], {
    description:
      'How its schema differs, from the newest version before to the newest one after; none where only one has it.',
  })
  columns!: ColumnDifference[];
}

@ObjectType({ description: 'A parameter or a metric that differs.' })
export class ValueDifference {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => Difference, CHANGE) change!: Difference;
  @Field(() => Json, { nullable: true, description: 'Its value before.' }) before!: unknown;
  @Field(() => Json, { nullable: true, description: 'Its value after.' }) after!: unknown;
}

@ObjectType({ description: 'Code that differs: that of the run that made the model version, or of a feature set.' })
export class CodeDifference {
  @Field(() => String, {
    nullable: true,
    description: 'The feature set whose transformation it is; null: it is the code of the run.',
  })
  featureSet!: string | null;
  @Field(() => Difference, CHANGE) change!: Difference;
  @Field(() => Json, { nullable: true, description: 'Where it was; a list where several versions are read.' })
  before!: unknown;
  @Field(() => Json, { nullable: true, description: 'Where it is; a list where several versions are read.' })
  after!: unknown;
}

@ObjectType({ description: 'A node upstream that differs, as the frozen lineages have it.' })
export class NodeDifference {
  @Field(() => ID, { description: 'Its id.' }) id!: string;
  @Field(() => NodeKindEnum, { description: 'What it is.' }) kind!: string;
  @Field(() => String, { description: 'What it was called, in the second where that has it.' }) label!: string;
  @Field(() => Difference, {
    description: 'CHANGED: it was described otherwise when the second was registered, with other tags or a new owner.',
  })
  change!: Difference;
  @Field(() => JsonObject, { nullable: true, description: 'The node in the document of the first.' })
  before!: object | null;
  @Field(() => JsonObject, { nullable: true, description: 'The node in the document of the second.' })
  after!: object | null;
}

@ObjectType({ description: 'An edge upstream that differs, as the frozen lineages have it.' })
export class EdgeDifference {
  @Field(() => ID, { description: 'Id of the node upstream.' }) from!: string;
  @Field(() => ID, { description: 'Id of the node downstream.' }) to!: string;
  @Field(() => EdgeKind, { description: 'Why the one is upstream of the other.' }) kind!: EdgeKind;
  @Field(() => Difference, { description: 'CHANGED: its attributes are others.' }) change!: Difference;
  @Field(() => JsonObject, { nullable: true, description: 'Its attributes in the first.' }) before!: object | null;
  @Field(() => JsonObject, { nullable: true, description: 'Its attributes in the second.' }) after!: object | null;
}

@ObjectType({
  description:
    'What two frozen lineages were written down without: `RUNS_BEHIND_NODES_WITHOUT_VERSIONS`, of which the jobs tell the same in sum.',
})
export class LeftOut {
  @Field(() => String, { nullable: true, description: 'What the first is without; null: it is whole.' })
  before!: string | null;
  @Field(() => String, { nullable: true, description: 'What the second is without; null: it is whole.' })
  after!: string | null;
}
