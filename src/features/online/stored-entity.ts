import { GraphQLJSON } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import type { RawJson } from '../../platform/graphql/raw-json.js';

@ObjectType({ description: 'An entity that has an online row in a feature set version.', simpleResolvers: true })
export class StoredEntity {
  @Field(() => GraphQLJSON, { description: 'Its key as lookups take it: `{"airport": "SEA"}`.' }) key!: RawJson;
  @Field(() => DateTime, { description: 'Event time of its online row.' }) eventTime!: Date;
  @Field(() => DateTime, { description: 'Ingest time of its online row.' }) ingestTime!: Date;
}
