import { Field, InputType, ObjectType } from 'type-graphql';
import { DataType } from './data-type.js';

@ObjectType({ description: 'One column of the key of an entity.' })
export class JoinKey {
  @Field(() => String, { description: 'Its name; what entity keys and feature rows call it.' }) name!: string;
  @Field(() => DataType, { description: 'Its type: STRING, INT64, BOOL, TIMESTAMP or BYTES.' }) type!: DataType;
  @Field(() => String, { nullable: true, description: 'What it identifies.' }) description!: string | null;
}

/** A join key as it is read from rows. */
export interface KeyPart {
  readonly name: string;
  readonly type: DataType;
  /** The column that holds it, where that is not called like the key. */
  readonly column?: string;
}

@InputType({ description: 'One column of the key of an entity.' })
export class JoinKeyInput {
  @Field(() => String, { description: 'Its name: lower case, digits and "_".' }) name!: string;
  @Field(() => DataType, { description: 'Its type: STRING, INT64, BOOL, TIMESTAMP or BYTES.' }) type!: DataType;
  @Field(() => String, { nullable: true, description: 'What it identifies.' }) description?: string | null;
}

/** Types with one canonical text per value; a FLOAT64 or JSON value has none that people agree on. */
export const KEY_TYPES: ReadonlySet<DataType> = new Set([
  DataType.STRING,
  DataType.INT64,
  DataType.BOOL,
  DataType.TIMESTAMP,
  DataType.BYTES,
]);
