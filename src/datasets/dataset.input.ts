import { GraphQLSafeInt } from 'graphql-scalars';
import { Extensions, Field, InputType } from 'type-graphql';
import { Override } from '../graph/guards/override.js';
import { checkFreeName } from '../graph/names/free-name.js';
import { TagInput } from '../graph/nodes/tag.js';
import { checkOrigin, ORIGIN_DESCRIPTION } from '../graph/origins/check-origin.js';
import { Ref } from '../graph/references/ref.scalar.js';
import { badInput } from '../platform/errors.js';
import { atMost } from '../platform/graphql/limits/list-limits.js';
import { JsonObject } from '../platform/graphql/scalars/json.scalar.js';
import { DataType } from '../values/data-type.js';

@Extensions(atMost(10_000))
@InputType({ description: 'A column of a dataset version.' })
export class DatasetColumnInput {
  @Field(() => String, { description: 'Its name, as the source has it; unique within the version.' }) name!: string;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => String, { nullable: true, description: 'What the source calls the type.' }) nativeType?: string | null;
  @Field(() => String, { nullable: true, description: 'What it holds, and in which unit.' }) description?:
    | string
    | null;
  @Field(() => JsonObject, { nullable: true, description: 'Its statistics, such as min, max, nulls, distinct.' })
  statistics?: object | null;
}

@InputType({ description: 'One state of a dataset. The dataset is made on first use.' })
export class RegisterDatasetVersionInput {
  @Field(() => String, { description: 'Name of the dataset: any text, such as `flights` or `s3://bucket/flights`.' })
  dataset!: string;
  @Field(() => String, { description: 'Where the bytes are: a URI such as `s3://bucket/flights/2001.parquet`.' })
  location!: string;
  @Field(() => String, { description: 'Digest of the content, such as `sha256:…`.' }) digest!: string;
  @Field(() => [DatasetColumnInput], { description: 'Its columns, in order.' }) columns!: DatasetColumnInput[];
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Rows.' }) rowCount?: number | null;
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Bytes.' }) byteCount?: number | null;
  @Field(() => [Ref], {
    nullable: true,
    description: 'Dataset versions that it was made from; by their ids versions of anything, such as a feature set.',
  })
  derivedFrom?: string[] | null;
  @Field(() => Ref, { nullable: true, description: 'The run that made it; becomes an output of that run.' }) run?:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'What this version holds, in words.' }) description?:
    | string
    | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags of this version.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner?: string | null;
  @Field(() => String, { nullable: true, description: ORIGIN_DESCRIPTION }) origin?: string | null;
  @Field(() => Override, {
    nullable: true,
    description: 'Register it though it lacks columns that something live reads, or has them with another type.',
  })
  override?: Override | null;
}

/** Throws BAD_USER_INPUT for the first thing that is wrong. */
export function checkDatasetVersion(input: RegisterDatasetVersionInput): void {
  checkFreeName('a dataset', input.dataset);
  checkOrigin(input.origin);
  if (input.digest.trim() === '')
    throw badInput('digest is empty; give a digest of the content, such as "sha256:…".', { field: 'digest' });
  if (input.location.trim() === '')
    throw badInput('location is empty; give the URI where the bytes are.', { field: 'location' });
  for (const field of ['rowCount', 'byteCount'] as const) {
    const count = input[field];
    if (count != null && count < 0)
      throw badInput(`${field} is ${count}; it can't be negative.`, { field, found: count });
  }
  const seen = new Set<string>();
  for (const { name } of input.columns) {
    if (name === '') throw badInput('A column has an empty name.', { field: 'columns' });
    if (seen.has(name))
      throw badInput(`The column "${name}" stands twice in columns.`, { field: 'columns', found: name });
    seen.add(name);
  }
}
