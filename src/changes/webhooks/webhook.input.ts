import { Field, ID, InputType, Int } from 'type-graphql';
import { WebhookFormat } from './webhook.type.js';

const ACTIONS = 'Only changes of these actions, such as `model:set-alias`; left out or null: of all.';

@InputType({ description: 'A new webhook.' })
export class CreateWebhookInput {
  @Field(() => String, {
    description:
      'Where to post to: https. What may be plain http or on a private network, the operator says (WEBHOOK_ALLOW).',
  })
  url!: string;
  @Field(() => [String], { nullable: true, description: ACTIONS }) actions?: readonly string[] | null;
  @Field(() => String, { nullable: true, description: 'What it is for.' }) description?: string | null;
  @Field(() => WebhookFormat, { nullable: true, description: 'How changes are written; STANDARD if left out.' })
  format?: WebhookFormat | null;
}

@InputType({ description: 'What to change about a webhook. A field that is left out stays.' })
export class UpdateWebhookInput {
  @Field(() => ID, { description: 'The webhook.' }) webhook!: string;
  @Field(() => String, { nullable: true, description: 'Where to post to.' }) url?: string | null;
  @Field(() => [String], { nullable: true, description: ACTIONS }) actions?: readonly string[] | null;
  @Field(() => String, { nullable: true, description: 'What it is for; null: it says nothing.' })
  description?: string | null;
  @Field(() => WebhookFormat, { nullable: true, description: 'How changes are written.' })
  format?: WebhookFormat | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'False: nothing is queued for it, and what is queued waits. True: it begins afresh, with what happens from now on and what was queued before.',
  })
  enabled?: boolean | null;
}

@InputType({ description: 'Which webhook to delete.' })
export class DeleteWebhookInput {
  @Field(() => ID, { description: 'The webhook. What was delivered to it is forgotten, too.' }) webhook!: string;
}

@InputType({ description: 'Which webhook is to have another secret.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'The webhook.' }) webhook!: string;
  @Field(() => Int, {
    nullable: true,
    description:
      'Hours for which deliveries are signed with the former secret, too: 0 to 168; 24 if left out. 0 for one that others may know.',
  })
  keepFormerHours?: number | null;
}

@InputType({ description: 'What to deliver once again: one delivery, or all of a webhook that are dead.' })
export class ReplayWebhookDeliveryInput {
  @Field(() => ID, { nullable: true, description: 'A delivery that has ended, `msg_…`.' }) delivery?: string | null;
  @Field(() => ID, { nullable: true, description: 'A webhook: all of its deliveries that are DEAD, up to 10,000.' })
  webhook?: string | null;
}
