import { Field, ObjectType } from 'type-graphql';
import { JsonObject } from '../platform/graphql/scalars/json.scalar.js';
import { DataType } from '../values/data-type.js';

@ObjectType({ description: 'A column of a dataset version.' })
export class DatasetColumn {
  @Field(() => String, { description: 'Its name, as the source has it.' }) name!: string;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => String, { nullable: true, description: 'What the source calls the type, such as `decimal(10,2)`.' })
  nativeType!: string | null;

  @Field(() => String, { nullable: true, description: 'What it holds, and in which unit.' }) description!:
    | string
    | null;
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Its statistics at this version, such as min, max, nulls, distinct.',
  })
  statistics!: object | null;
}
