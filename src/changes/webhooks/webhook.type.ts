import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';

export enum WebhookFormat {
  STANDARD = 'STANDARD',
  CLOUDEVENTS = 'CLOUDEVENTS',
  CLOUDEVENTS_BINARY = 'CLOUDEVENTS_BINARY',
}

registerEnumType(WebhookFormat, {
  name: 'WebhookFormat',
  description: 'How a change is written into the body. The signature is the same for all of them.',
  valuesConfig: {
    STANDARD: { description: '`{type, timestamp, data}`, as Standard Webhooks recommends.' },
    CLOUDEVENTS: { description: 'A CloudEvent 1.0 in structured mode: `application/cloudevents+json`.' },
    CLOUDEVENTS_BINARY: { description: 'A CloudEvent 1.0 in binary mode: its attributes are `ce-` headers.' },
  },
});

export enum DeliveryStatus {
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  DEAD = 'DEAD',
}

registerEnumType(DeliveryStatus, {
  name: 'DeliveryStatus',
  description: 'What has become of a delivery.',
  valuesConfig: {
    PENDING: { description: 'It is still to be delivered, or tried again.' },
    DELIVERED: { description: 'The receiver has answered with a status from 200 to 299.' },
    DEAD: { description: 'It is not tried any more; replayWebhookDelivery does so once again.' },
  },
});

@ObjectType({ description: 'One try to deliver.' })
export class WebhookAttempt {
  @Field(() => Int, { description: 'From 1.' }) number!: number;
  @Field(() => DateTime, { description: 'When it began.' }) at!: Date;
  @Field(() => Int, { description: 'Milliseconds that it took.' }) durationMs!: number;
  @Field(() => Int, { nullable: true, description: 'The status of the answer; null: there was none.' }) httpStatus!:
    | number
    | null;
  @Field(() => String, { nullable: true, description: 'Why there was no answer.' }) error!: string | null;
  @Field(() => String, { nullable: true, description: 'How the answer began, where its status was no success.' })
  answer!: string | null;
}

@ObjectType({ description: 'One change on its way to one webhook.' })
export class WebhookDelivery {
  @Field(() => ID, { description: 'What the header `webhook-id` says at every attempt; replays too.' }) id!: string;
  @Field(() => String, { description: 'The action of the change.' }) action!: string;
  @Field(() => String, { description: 'The cursor of the change in the feed.' }) cursor!: string;
  @Field(() => DeliveryStatus, { description: 'What has become of it.' }) status!: DeliveryStatus;
  @Field(() => DateTime, { description: 'When it was put into the queue, the last time that it was.' }) queuedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: 'When it is tried next; null: never.' })
  nextAttemptAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'When it was delivered, or given up.' }) endedAt!: Date | null;
  @Field(() => Int, { description: 'How often it was tried.' }) attemptCount!: number;
}

@ObjectType({ description: 'An address that is told of every change of the project, or of some actions.' })
export class Webhook {
  @Field(() => ID, { description: 'Its id.' }) id!: string;
  @Field(() => String, { description: 'Where deliveries are posted to.' }) url!: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' }) description!: string | null;
  @Field(() => [String], { nullable: true, description: 'The actions that it is told of; null: all.' }) actions!:
    | readonly string[]
    | null;
  @Field(() => WebhookFormat, { description: 'How changes are written.' }) format!: WebhookFormat;
  @Field(() => Boolean, { description: 'Whether it is told of changes now.' }) enabled!: boolean;
  @Field(() => DateTime, { nullable: true, description: 'Since when it is not.' }) disabledAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Why not: somebody has said so, or it answered 410 Gone, …' })
  disabledBecause!: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when deliveries are signed with the secret before this one, too.',
  })
  formerSecretUntil!: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when all that was tried has failed; null: nothing did.',
  })
  failingSince!: Date | null;
  @Field(() => DateTime, { description: 'When it was made.' }) createdAt!: Date;
  @Field(() => String, { description: 'Who made it.' }) createdBy!: string;

  /** Its uuid. */
  uuid!: string;
}
