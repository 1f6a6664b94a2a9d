import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { pageRequest } from '../../platform/database/keyset.js';
import { connectionOf, type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { groupBy } from '../../platform/group-by.js';
import { make } from '../../platform/make.js';
import { describeDelivery, describeWebhook } from './describe-webhook.js';
import { listDeliveries, selectAttempts } from './log.sql.js';
import { readDeliveryId, readWebhookId } from './public-ids.js';
import { replayWebhookDelivery } from './replay-delivery.js';
import {
  CreateWebhookInput,
  DeleteWebhookInput,
  ReplayWebhookDeliveryInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
} from './webhook.input.js';
import { findWebhook, listWebhooks } from './webhook.sql.js';
import { DeliveryStatus, Webhook, WebhookAttempt, WebhookDelivery } from './webhook.type.js';
import {
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  updateWebhook,
  type WebhookDeps,
  type WebhookWithSecret,
} from './webhook-use-cases.js';

const WebhookConnection = connectionOf('Webhook', () => Webhook);
const WebhookDeliveryConnection = connectionOf('WebhookDelivery', () => WebhookDelivery);

@ObjectType({ description: 'What updateWebhook and deleteWebhook answer.' })
class WebhookPayload {
  @Field(() => Webhook, { description: 'The webhook.' }) webhook!: Webhook;
}

@ObjectType({ description: 'What createWebhook and rotateWebhookSecret answer.' })
class WebhookSecretPayload {
  @Field(() => Webhook, { description: 'The webhook.' }) webhook!: Webhook;
  @Field(() => String, {
    description:
      'What its deliveries are signed with, `whsec_…`: for the receiver to verify them. It is shown this once.',
  })
  secret!: string;
}

@ObjectType({ description: 'What replayWebhookDelivery answers.' })
class ReplayPayload {
  @Field(() => Int, { description: 'Deliveries that are in the queue again.' }) queued!: number;
}

@Resolver(() => Webhook)
export class WebhookResolver {
  constructor(private readonly deps: WebhookDeps) {}

  @Query(() => Webhook, { nullable: true, description: 'A webhook of the project; null when there is none.' })
  async webhook(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: GraphqlContext) {
    context.demand('webhook:read');
    const uuid = readWebhookId(id);
    const found = uuid === undefined ? undefined : await findWebhook(this.database, context.project, uuid);
    return found === undefined ? null : describeWebhook(found);
  }

  @Query(() => WebhookConnection, { description: 'The webhooks of the project, newest first.' })
  async webhooks(
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Webhook>> {
    context.demand('webhook:read');
    const page = pageRequest(asked);
    return pageOf(await listWebhooks(this.database, context.project, page), page, ({ id }) => [id], describeWebhook);
  }

  @FieldResolver(() => WebhookDeliveryConnection, {
    description:
      'What was delivered, or is to be: the newest change first. Ended ones are forgotten after WEBHOOK_LOG_DAYS.',
  })
  async deliveries(
    @Root() webhook: Webhook,
    @Arg('status', () => DeliveryStatus, { nullable: true, description: 'Only those.' }) status: DeliveryStatus | null,
    @Args(() => PageArguments) asked: PageArguments,
  ): Promise<Page<WebhookDelivery>> {
    const page = pageRequest(asked);
    const rows = await listDeliveries(this.database, webhook.uuid, status ?? null, page);
    return pageOf(rows, page, ({ position }) => [String(position)], describeDelivery);
  }

  @Mutation(() => WebhookSecretPayload, {
    description: 'Has every change of the project posted to an address, signed as Standard Webhooks 1.0 has it.',
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInput, { description: 'The webhook.' }) input: CreateWebhookInput,
    @Ctx() context: GraphqlContext,
  ): Promise<WebhookSecretPayload> {
    return withSecret(await createWebhook(this.deps, context, input));
  }

  @Mutation(() => WebhookPayload, { description: 'Changes a webhook, or switches it off and on.' })
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInput, { description: 'The webhook, and what to change.' })
    input: UpdateWebhookInput,
    @Ctx() context: GraphqlContext,
  ): Promise<WebhookPayload> {
    return make(WebhookPayload, { webhook: describeWebhook(await updateWebhook(this.deps, context, input)) });
  }

  @Mutation(() => WebhookPayload, { description: 'Deletes a webhook, and what was delivered to it.' })
  async deleteWebhook(
    @Arg('input', () => DeleteWebhookInput, { description: 'Which one.' }) input: DeleteWebhookInput,
    @Ctx() context: GraphqlContext,
  ): Promise<WebhookPayload> {
    return make(WebhookPayload, { webhook: describeWebhook(await deleteWebhook(this.deps, context, input)) });
  }

  @Mutation(() => WebhookSecretPayload, {
    description: 'Gives a webhook another secret; for a time deliveries carry a signature of both.',
  })
  async rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Which one.' }) input: RotateWebhookSecretInput,
    @Ctx() context: GraphqlContext,
  ): Promise<WebhookSecretPayload> {
    return withSecret(await rotateWebhookSecret(this.deps, context, input));
  }

  @Mutation(() => ReplayPayload, {
    description:
      'Delivers once again, under the same webhook-id: one delivery that has ended, or all dead ones of a webhook.',
  })
  async replayWebhookDelivery(
    @Arg('input', () => ReplayWebhookDeliveryInput, { description: 'Which delivery is sent once more.' })
    input: ReplayWebhookDeliveryInput,
    @Ctx() context: GraphqlContext,
  ): Promise<ReplayPayload> {
    return make(ReplayPayload, { queued: await replayWebhookDelivery(this.deps, context, input) });
  }

  private get database(): Database {
    return this.deps.database;
  }
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [WebhookAttempt], { description: 'How often it was tried, and how that went.' })
  attempts(@Root() delivery: WebhookDelivery, @Ctx() context: GraphqlContext): Promise<readonly WebhookAttempt[]> {
    return context.load(this.attemptsOf, readDeliveryId(delivery.id) ?? '');
  }

  private readonly attemptsOf: BatchLoad<string, readonly WebhookAttempt[]> = async (ids) => {
    const attempts = groupBy(await selectAttempts(this.database, ids), ({ deliveryId }) => deliveryId);
    return ids.map((id) => attempts.get(id) ?? []);
  };
}

function withSecret({ webhook, secret }: WebhookWithSecret): WebhookSecretPayload {
  return make(WebhookSecretPayload, { webhook: describeWebhook(webhook), secret });
}
