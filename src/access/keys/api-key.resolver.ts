import { Arg, Args, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { pageRequest } from '../../platform/database/keyset.js';
import { connectionOf, type Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { Role } from '../rights/role.js';
import { ApiKey } from './api-key.type.js';
import type { ApiKeys } from './api-keys.js';

const ApiKeyConnection = connectionOf('ApiKey', () => ApiKey);

@InputType({ description: 'A key to make.' })
class CreateApiKeyInput {
  @Field(() => String, { description: 'Of whom it is: what is recorded as `createdBy`. Several keys may be of one.' })
  name!: string;
  @Field(() => Role, { description: 'What it may do.' }) role!: Role;
  @Field(() => String, {
    nullable: true,
    description: 'Where; the project of the request if left out. An OWNER has none.',
  })
  project?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Rights that come with no role but OWNER, such as `training-set:read`.',
  })
  rights?: string[] | null;
  @Field(() => DateTime, { nullable: true, description: 'Until when; for good if left out.' }) expiresAt?:
    | string
    | null;
}

@ObjectType({ description: 'What createApiKey answers.' })
class CreateApiKeyPayload {
  @Field(() => ApiKey, { description: 'The key.' }) apiKey!: ApiKey;
  @Field(() => String, { description: 'What to send: `hw_<prefix>_<secret>`. It is shown this once.' }) secret!: string;
}

@InputType({ description: 'A key to revoke.' })
class RevokeApiKeyInput {
  @Field(() => String, { description: 'Its id.' }) id!: string;
}

@ObjectType({ description: 'What revokeApiKey answers.' })
class RevokeApiKeyPayload {
  @Field(() => ApiKey, { description: 'The key.' }) apiKey!: ApiKey;
}

@Resolver()
export class ApiKeyResolver {
  constructor(private readonly keys: ApiKeys) {}

  @Query(() => ApiKeyConnection, { description: 'The API keys of the project, newest first; revoked ones too.' })
  async apiKeys(
    @Arg('everywhere', () => Boolean, { nullable: true, description: 'Those of all projects; for an OWNER.' })
    everywhere: boolean | null,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<ApiKey>> {
    return this.keys.list(context, everywhere === true, pageRequest(asked));
  }

  @Mutation(() => CreateApiKeyPayload, {
    description: 'Makes an API key. FORBIDDEN for rights that the caller does not have.',
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'The key.' }) input: CreateApiKeyInput,
    @Ctx() context: GraphqlContext,
  ): Promise<CreateApiKeyPayload> {
    const expiresAt = input.expiresAt == null ? null : new Date(input.expiresAt);
    const { key, secret } = await this.keys.create(context, { ...input, expiresAt });
    return make(CreateApiKeyPayload, { apiKey: make(ApiKey, key), secret });
  }

  @Mutation(() => RevokeApiKeyPayload, {
    description: 'Revokes an API key, at once and for good, and cancels the jobs that were asked for with it.',
  })
  async revokeApiKey(
    @Arg('input', () => RevokeApiKeyInput, { description: 'The key.' }) input: RevokeApiKeyInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RevokeApiKeyPayload> {
    return make(RevokeApiKeyPayload, { apiKey: make(ApiKey, await this.keys.revoke(context, input.id)) });
  }
}
