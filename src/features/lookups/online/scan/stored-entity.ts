import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../../../platform/graphql/scalars/date-time.scalar.js';
import { Json } from '../../../../platform/graphql/scalars/json.scalar.js';
import type { RawJson } from '../../../../platform/graphql/scalars/raw-json.js';

@ObjectType({ description: 'An entity that has an online row in a feature set version.' })
export class StoredEntity {
  @Field(() => Json, { description: 'Its key as lookups take it: `{"airport": "SEA"}`.' }) key!: RawJson;
  @Field(() => DateTime, { description: 'Event time of its online row.' }) eventTime!: string;
  @Field(() => DateTime, { description: 'Ingest time of its online row.' }) ingestTime!: string;
}
