import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Json } from '../../platform/graphql/scalars/json.scalar.js';
import { DataType } from '../../values/data-type.js';

export enum ViolationPolicy {
  REJECT = 'REJECT',
  COUNT = 'COUNT',
}

registerEnumType(ViolationPolicy, {
  name: 'ViolationPolicy',
  description: 'What becomes of a value outside of what its feature allows.',
  valuesConfig: {
    REJECT: { description: 'Its row is refused.' },
    COUNT: { description: 'It is written, and counted.' },
  },
});

@ObjectType({ description: 'Which values a feature allows; of a list, each element.' })
export class AllowedValues {
  @Field(() => Json, { nullable: true, description: 'The least value, itself allowed.' }) min!: unknown;
  @Field(() => Json, { nullable: true, description: 'The greatest value, itself allowed.' }) max!: unknown;
  @Field(() => [Json], { nullable: true, description: 'The only values.' }) values!: unknown[] | null;
}

/** Whether a row may leave a feature out: a default may be null. */
export function hasDefault(feature: { readonly defaultValue?: unknown } | undefined): boolean {
  return feature?.defaultValue !== undefined;
}

@ObjectType({ description: 'A column of a feature set version.' })
export class Feature {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => String, { nullable: true, description: 'What it says, and in which unit.' }) description!: string | null;
  @Field(() => Boolean, { description: 'Whether NaN and infinities may be written; they travel as strings.' })
  allowNonFinite!: boolean;
  @Field(() => Json, {
    nullable: true,
    description: 'What is written where a row leaves the feature out; without it, leaving it out is an error.',
  })
  defaultValue?: unknown;
  @Field(() => AllowedValues, { nullable: true, description: 'Which values it allows; null: every value of its type.' })
  allowed?: AllowedValues | null;
  @Field(() => ViolationPolicy, { nullable: true, description: 'What becomes of a value that is not allowed.' })
  onViolation?: ViolationPolicy | null;
}

@ObjectType({ description: 'What computes features: where its code is, or the SQL itself.' })
export class Transformation {
  @Field(() => String, { nullable: true, description: 'URL of the repository.' }) repository!: string | null;
  @Field(() => String, { nullable: true, description: 'Commit.' }) commit!: string | null;
  @Field(() => String, { nullable: true, description: 'Path of the file, or name of the function.' }) entryPoint!:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'The SQL that makes the rows.' }) sql?: string | null;
}
