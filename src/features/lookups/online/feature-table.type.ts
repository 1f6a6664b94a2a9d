import { GraphQLScalarType } from 'graphql';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { GetterField } from '../../../platform/graphql/getter-field.js';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { Json } from '../../../platform/graphql/scalars/json.scalar.js';
import { RawJson } from '../../../platform/graphql/scalars/raw-json.js';
import { DataType } from '../../../values/data-type.js';
import type { FeatureTableText } from './answers/feature-table.js';
import type { LookupColumn } from './plans/lookup-plan.js';

/** A matrix is one scalar: its text goes from the database into the response, never through per-value objects. */
function matrixScalar(name: string, description: string): GraphQLScalarType {
  return new GraphQLScalarType({ name, description, serialize: (value) => value });
}

const FeatureMatrix = matrixScalar(
  'FeatureMatrix',
  'Feature values as `[[…], …]`: one list per entity, one value per column.',
);
const StatusMatrix = matrixScalar(
  'StatusMatrix',
  [
    'One status per entity and column, as `[["PRESENT", …], …]`:',
    '`NOT_FOUND`: no row for the key; `NULL`: a row, whose value is null;',
    '`EXPIRED`: the row is older than the TTL at readAt; `PRESENT`: otherwise.',
  ].join('\n'),
);
const TimeMatrix = matrixScalar('TimeMatrix', 'One RFC 3339 time per entity and column; null where there is no row.');
const NumberMatrix = matrixScalar('NumberMatrix', 'One number per entity and column; null where there is no row.');

@ObjectType({ description: 'That a column should not be asked for any more.' })
export class ColumnDeprecation {
  @Field(() => String, { description: 'Why.' }) reason!: string;
  @Field(() => Ref, { nullable: true, description: 'What to ask for instead.' }) replacement!: string | null;
}

@ObjectType({ description: 'A column of a feature table.' })
export class FeatureColumn {
  @Field(() => Ref, {
    description:
      'The feature, pinned, with its role where it has one: `airport_traffic@2:mean_delay_3h~origin`. Of a value that came with the request its name.',
  })
  ref!: string;
  @Field(() => Ref, {
    nullable: true,
    description: 'Its feature set version: `airport_traffic@2`; null for a value that came with the request.',
  })
  featureSet!: string | null;
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => String, { nullable: true, description: 'The role that it was read in; null: none.' })
  role!: string | null;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => ColumnDeprecation, { nullable: true, description: 'That it should not be used any more; null: it may.' })
  deprecation!: ColumnDeprecation | null;
}

@ObjectType('FeatureTable', {
  description:
    'Feature values by entity: one row per entity asked for, in that order, duplicates included; one column per feature.',
})
export class FeatureTable {
  constructor(readonly text: FeatureTableText) {}

  @GetterField(() => [FeatureColumn], {
    description: 'The columns, in the order asked for, or in the order of the signature.',
  })
  @Extensions({ asManyAs: 'features' })
  get columns(): readonly LookupColumn[] {
    return this.text.describedColumns();
  }

  @GetterField(() => Json, { description: 'The entities asked for, one object each.' })
  get entities(): RawJson {
    return new RawJson(this.text.entitiesText());
  }

  @GetterField(() => FeatureMatrix, { description: 'The values.' })
  get values(): RawJson {
    return new RawJson(this.text.textOf('values'));
  }

  @GetterField(() => StatusMatrix, {
    description: 'PRESENT, NULL, NOT_FOUND or EXPIRED per value; all judged at readAt.',
  })
  get statuses(): RawJson {
    return new RawJson(this.text.textOf('statuses'));
  }

  @GetterField(() => TimeMatrix, { description: 'When each value was true.' })
  get eventTimes(): RawJson {
    return new RawJson(this.text.textOf('eventTimes'));
  }

  @GetterField(() => TimeMatrix, { description: 'When each value became known to the store.' })
  get ingestTimes(): RawJson {
    return new RawJson(this.text.textOf('ingestTimes'));
  }

  @GetterField(() => NumberMatrix, { description: 'Seconds from each event time to readAt.' })
  get ages(): RawJson {
    return new RawJson(this.text.textOf('ages'));
  }

  @GetterField(() => DateTime, { description: 'The reading time: statuses and ages are as of then.' })
  get readAt(): string {
    return this.text.readAt;
  }

  @GetterField(() => DateTime, {
    description:
      'Everything that was committed by then is in the answer: now, or somewhat earlier where a replica was read.',
  })
  get freshAt(): string {
    return this.text.freshAt;
  }
}
