import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../../../platform/graphql/lists/connection.js';
import { DateTime } from '../../../../platform/graphql/scalars/date-time.scalar.js';
import { Json } from '../../../../platform/graphql/scalars/json.scalar.js';
import { RawJson } from '../../../../platform/graphql/scalars/raw-json.js';
import { make } from '../../../../platform/make.js';
import { instantFromPostgres } from '../../../../platform/time/instant.js';
import type { JoinKey } from '../../../../values/join-key.js';
import { splitJsonArray } from '../../../../values/split-json-array.js';
import type { StoredKey } from './scan-keys.sql.js';

@ObjectType({ description: 'An entity that has an online row in a feature set version.' })
export class StoredEntity {
  @Field(() => Json, { description: 'Its key as lookups take it: `{"airport": "SEA"}`.' }) key!: RawJson;
  @Field(() => DateTime, { description: 'Event time of its online row.' }) eventTime!: string;
  @Field(() => DateTime, { description: 'Ingest time of its online row.' }) ingestTime!: string;
}

export const StoredEntityConnection = connectionOf('StoredEntity', () => StoredEntity);

/** A stored key with the names of its columns; its values stay the texts that PostgreSQL has, so that no integer of 64 bits is rounded. */
export function storedEntity(joinKeys: readonly JoinKey[], { key, eventTime, ingestTime }: StoredKey): StoredEntity {
  const cells = splitJsonArray(key).map((value, index) => `${JSON.stringify(joinKeys[index]?.name)}:${value}`);
  return make(StoredEntity, {
    key: new RawJson(`{${cells.join(',')}}`),
    eventTime: instantFromPostgres(eventTime),
    ingestTime: instantFromPostgres(ingestTime),
  });
}
