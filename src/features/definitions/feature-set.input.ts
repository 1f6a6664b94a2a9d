import { Extensions, Field, InputType, Int } from 'type-graphql';
import { checkColumnName, checkName } from '../../graph/names/names.js';
import { TagInput } from '../../graph/nodes/tag.js';
import { checkOrigin, ORIGIN_DESCRIPTION } from '../../graph/origins/check-origin.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';
import { Json } from '../../platform/graphql/scalars/json.scalar.js';
import { checkText } from '../../platform/text/check-text.js';
import { DataType } from '../../values/data-type.js';
import type { JoinKey } from '../../values/join-key.js';
import { RESERVED_COLUMN } from './entities/entity.input.js';
import { ViolationPolicy } from './feature.js';
import { FutureEventPolicy } from './rules/future-event-policy.js';
import { checkValueRules } from './rules/value-rules.js';

@InputType({ description: 'Dataset columns that a feature is computed from.' })
export class FeatureSourceInput {
  @Field(() => Ref, {
    description:
      'The dataset version, or one column of it: `flights@3:delay`. Pinned to the newest version if the reference names none.',
  })
  dataset!: string;
  @Extensions(atMost(10_000))
  @Field(() => [String], {
    nullable: true,
    description: 'Names of its columns, as the source has them; left out where dataset names one.',
  })
  columns?: string[] | null;
}

@InputType({ description: 'Which values a feature allows; of a list, each element.' })
export class AllowedValuesInput {
  @Field(() => Json, {
    nullable: true,
    description: 'The least value; for INT64 (within 2^53), FLOAT64 and TIMESTAMP.',
  })
  min?: unknown;
  @Field(() => Json, {
    nullable: true,
    description: 'The greatest value; for INT64 (within 2^53), FLOAT64 and TIMESTAMP.',
  })
  max?: unknown;
  @Field(() => [Json], {
    nullable: true,
    description: 'The only values, at most 1,000; for all types but JSON.',
  })
  values?: unknown[] | null;
}

@Extensions(atMost(5_000))
@InputType({ description: 'A feature to publish.' })
export class FeatureInput {
  @Field(() => String, { description: 'Its name: lower case, digits and "_"; unique in the set.' }) name!: string;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => String, { nullable: true, description: 'What it says, and in which unit.' }) description?: string | null;
  @Field(() => [FeatureSourceInput], { nullable: true, description: 'Where it comes from.' }) sources?:
    | FeatureSourceInput[]
    | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Accept NaN and infinities, as the strings "NaN", "Infinity", "-Infinity"; for FLOAT64 and FLOAT64_LIST.',
  })
  allowNonFinite?: boolean | null;
  @Field(() => Json, {
    nullable: true,
    description:
      'What is written where a row leaves the feature out; integers within 2^53. A null that is given stays null.',
  })
  defaultValue?: unknown;
  @Field(() => AllowedValuesInput, { nullable: true, description: 'Which values it allows; null always is.' })
  allowed?: AllowedValuesInput | null;
  @Field(() => ViolationPolicy, {
    nullable: true,
    description: 'What becomes of a value that is not allowed; REJECT if left out.',
  })
  onViolation?: ViolationPolicy | null;
}

@InputType({ description: 'What computes features: where its code is, or the SQL itself.' })
export class TransformationInput {
  @Field(() => String, { nullable: true, description: 'URL of the repository; may be left out beside SQL.' })
  repository?: string | null;
  @Field(() => String, { nullable: true, description: 'Commit.' }) commit?: string | null;
  @Field(() => String, { nullable: true, description: 'Path of the file, or name of the function.' }) entryPoint?:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'The SQL that makes the rows.' }) sql?: string | null;
}

@InputType({ description: 'A definition of a feature set. The set is made on first use.' })
export class PublishFeatureSetInput {
  @Field(() => String, { description: 'Name of the feature set.' }) name!: string;
  @Field(() => String, { description: "Name of its entity; can't change later." }) entity!: string;
  @Field(() => [FeatureInput], { description: 'Its features, in order; at least one.' }) features!: FeatureInput[];
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds after its event time at which a row expires; null or 0: never.',
  })
  ttlSeconds?: number | null;

  @Field(() => FutureEventPolicy, {
    nullable: true,
    description:
      'What becomes of rows whose event time lies further ahead than the service tolerates (a day, unless it is set otherwise); REJECT if left out. Part of the definition.',
  })
  onFutureEvent?: FutureEventPolicy | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds for which history is kept; `headwater compact` drops what is older. Not part of the definition: setRetention changes it.',
  })
  keepHistoryFor?: number | null;

  @Field(() => TransformationInput, { nullable: true, description: 'Where the code is that computes it.' })
  transformation?: TransformationInput | null;

  @Field(() => Ref, {
    nullable: true,
    description: 'The run that published it; this version becomes an output of that run.',
  })
  run?: string | null;

  @Field(() => String, { nullable: true, description: 'What the set is for, in words.' }) description?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags of this version.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner?: string | null;
  @Field(() => String, { nullable: true, description: ORIGIN_DESCRIPTION }) origin?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only say what would change, and for whom; nothing is written.',
  })
  dryRun?: boolean | null;
}

const LONGEST_SQL = 100_000;

/** Throws BAD_USER_INPUT for the first thing that is wrong by itself. */
export function checkFeatureSet(input: PublishFeatureSetInput): void {
  checkName('a feature set', input.name);
  checkOrigin(input.origin);
  if (input.features.length === 0)
    throw badInput(`The feature set "${input.name}" needs at least one feature.`, { field: 'features' });
  if (input.ttlSeconds != null && input.ttlSeconds < 0) {
    throw badInput(`ttlSeconds is ${input.ttlSeconds}; it is a number of seconds, or 0 for rows that never expire.`, {
      field: 'ttlSeconds',
    });
  }
  checkRetention(input.keepHistoryFor);
  checkTransformation(input.transformation);
  const seen = new Set<string>();
  for (const feature of input.features) {
    const { name, type, allowNonFinite } = feature;
    checkColumnName('a feature', name);
    if (seen.has(name)) throw badInput(`The feature "${name}" stands twice.`, { field: 'features', found: name });
    if (name === RESERVED_COLUMN)
      throw badInput(`"${name}" can't be a feature: rows have a column of that name.`, { found: name });
    if (allowNonFinite === true && !type.startsWith('FLOAT64')) {
      throw badInput(`The feature "${name}" is ${type}; allowNonFinite is for FLOAT64 and FLOAT64_LIST.`, {
        field: 'allowNonFinite',
      });
    }
    checkValueRules(feature);
    seen.add(name);
  }
}

function checkTransformation(transformation: TransformationInput | null | undefined): void {
  if (transformation?.sql != null) checkText('transformation.sql', transformation.sql, LONGEST_SQL);
  if (transformation == null || transformation.repository != null || transformation.sql != null) return;
  throw badInput('The transformation says neither repository nor sql; give one of them.', { field: 'transformation' });
}

/** Throws BAD_USER_INPUT unless it is a whole number of seconds from 1, or nothing. */
export function checkRetention(seconds: number | null | undefined): void {
  if (seconds == null || seconds >= 1) return;
  throw badInput(`keepHistoryFor is ${seconds}; it is a number of seconds from 1, or null to keep all history.`, {
    field: 'keepHistoryFor',
    found: seconds,
  });
}

/** A row is flat: a feature can't have the name of a join key. */
export function checkAgainstKeys(input: PublishFeatureSetInput, joinKeys: readonly JoinKey[]): void {
  const clash = input.features.find(({ name }) => joinKeys.some((key) => key.name === name));
  if (clash === undefined) return;
  throw badInput(`The feature "${clash.name}" has the name of a join key of "${input.entity}".`, {
    field: 'features',
    found: clash.name,
  });
}
