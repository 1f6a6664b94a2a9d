import { Field, Int, ObjectType } from 'type-graphql';
import { DataType } from '../../values/data-type.js';

@ObjectType({ description: 'One feature that a model version reads, or a feature service gives, pinned to a version.' })
export class SignatureFeature {
  /** Not a field: featureSetVersion loads it. */
  featureSetVersionId!: string;

  @Field(() => Int, { description: 'Its place in the vector, from 0.' }) position!: number;
  @Field(() => String, {
    description: 'Its pinned reference, with its role: `airport_traffic@2:mean_delay_3h~origin`.',
  })
  ref!: string;
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The role that it is read in: under which columns the join keys stand; null: under their own names.',
  })
  role!: string | null;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => String, { nullable: true, description: 'What it says, and in which unit.' }) description!: string | null;
}
