import { Field, ID, ObjectType } from 'type-graphql';
import type { Action } from '../../graph/nodes/action.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Role } from '../rights/role.js';
import type { ApiKeyRow } from './api-key.sql.js';

@ObjectType({ description: 'A key by which a program or somebody shows who it is. Its secret is not stored.' })
export class ApiKey implements ApiKeyRow {
  @Field(() => ID, { description: 'Its id.' }) id!: string;
  @Field(() => String, { description: 'What stands between the first two underscores; tells keys apart.' })
  prefix!: string;
  @Field(() => String, { description: 'Of whom it is: what is recorded as `createdBy`.' }) name!: string;
  @Field(() => String, { nullable: true, description: 'Where it holds; null: in every project.' })
  project!: string | null;
  @Field(() => Role, { description: 'What it may do there.' }) role!: Role;
  @Field(() => [String], { description: 'What it may do beside that.' }) rights!: readonly Action[];
  @Field(() => DateTime, { description: 'When it was made.' }) createdAt!: Date;
  @Field(() => String, { description: 'Who made it.' }) createdBy!: string;
  @Field(() => DateTime, { nullable: true, description: 'Until when it holds; null: for good.' })
  expiresAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null while it holds.' })
  revokedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Who revoked it.' }) revokedBy!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'When it was used last, within some seconds; null: never.' })
  lastUsedAt!: Date | null;
}
