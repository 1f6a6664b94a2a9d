import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CloudEvent, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../../support/eventually.js';
import { type Received, type Receiver, startReceiver } from '../../support/foreign/receiver.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { recordChange } from '../record-change.js';
import { createWebhook, lookAt, WEBHOOK_CONFIG } from './webhook-seed.js';

let app: AppUnderTest;
let receiver: Receiver;
beforeAll(async () => {
  app = await startAppUnderTest({ config: WEBHOOK_CONFIG });
});
afterAll(() => app.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await app.graphql('{ webhooks { nodes { id } } }').then(async (data) => {
    for (const { id } of (data as { webhooks: { nodes: { id: string }[] } }).webhooks.nodes)
      await app.graphql('mutation ($id: ID!) { deleteWebhook(input: { webhook: $id }) { webhook { id } } }', { id });
  });
  await receiver.close();
});

function verified(secret: string, { headers, body }: Received): { type: string; data: Record<string, unknown> } {
  return new Webhook(secret).verify(body, headers as Record<string, string>) as never;
}

describe('deliveries', () => {
  it('come signed, in the order of the feed, each once', async () => {
    const { id, secret } = await createWebhook(app, receiver.url);
    const requestIds = Array.from({ length: 30 }, (_, index) => `r-${index}`);
    for (const requestId of requestIds) await recordChange(app.database, { requestId, reason: 'because' });
    await eventually(() => expect(receiver.received.at(-1)?.body).toContain('"requestId":"r-29"'));
    const told = receiver.received.map((one) => verified(secret, one)).filter(({ type }) => type === 'node.update');
    expect(told.map(({ data }) => data.requestId)).toEqual(requestIds);
    expect(told[0]?.data).toMatchObject({
      action: 'node:update',
      principal: 'ada',
      project: 'default',
      reason: 'because',
    });
    await eventually(async () => {
      const { deliveries } = await lookAt(app, id);
      expect(deliveries.every(({ status, attemptCount }) => status === 'DELIVERED' && attemptCount === 1)).toBe(true);
    });
  });

  it('are tried again under the same id until they succeed, and the log says how each try went', async () => {
    receiver.answer((response) => response.writeHead(500).end('no\u0000pe'), 503, 200);
    const { id, secret } = await createWebhook(app, receiver.url, { actions: ['model:set-alias'] });
    await recordChange(app.database, { action: 'model:set-alias' });
    await eventually(() => expect(receiver.received).toHaveLength(3));
    for (const one of receiver.received) expect(verified(secret, one).type).toBe('model.set-alias');
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await eventually(async () => {
      const { deliveries, failingSince } = await lookAt(app, id);
      expect(failingSince).toBeNull();
      expect(deliveries).toMatchObject([
        {
          id: receiver.received[0]?.headers['webhook-id'],
          status: 'DELIVERED',
          attempts: [
            { number: 1, httpStatus: 500, answer: 'no pe', error: null },
            { number: 2, httpStatus: 503 },
            { number: 3, httpStatus: 200, answer: null },
          ],
        },
      ]);
    });
  });

  it('go to the dead when all tries have failed, from where they can be replayed', async () => {
    receiver.answer((response) => response.destroy());
    const { id } = await createWebhook(app, receiver.url, { actions: ['model:register'] });
    await recordChange(app.database, { action: 'model:register' });
    await eventually(async () => expect((await lookAt(app, id, 'DEAD')).deliveries).toHaveLength(1), 30_000);
    const [dead] = (await lookAt(app, id, 'DEAD')).deliveries;
    expect(dead?.attempts.map(({ error }) => error)).toEqual(Array(4).fill('socket hang up'));
    receiver.answer(200);
    const replay = 'mutation ($input: ReplayWebhookDeliveryInput!) { replayWebhookDelivery(input: $input) { queued } }';
    expect(await app.graphql(replay, { input: { delivery: dead?.id } })).toEqual({
      replayWebhookDelivery: { queued: 1 },
    });
    await eventually(async () => {
      const { deliveries } = await lookAt(app, id, 'DELIVERED');
      expect(deliveries.find((one) => one.id === dead?.id)?.attempts.at(-1)).toMatchObject({
        number: 5,
        httpStatus: 200,
      });
    });
    expect((await app.graphqlError(replay, { input: {} })).message).toBe('Name either a delivery or a webhook.');
    expect((await app.graphqlError(replay, { input: { delivery: 'msg_nope' } })).extensions.code).toBe('NOT_FOUND');
  });

  it('wait as long as the receiver asks', async () => {
    receiver.answer((response) => response.writeHead(429, { 'retry-after': '2' }).end(), 200);
    await createWebhook(app, receiver.url, { actions: ['model:register'] });
    await recordChange(app.database, { action: 'model:register' });
    await recordChange(app.database, { action: 'model:register' });
    await eventually(() => expect(receiver.received).toHaveLength(3));
    const [first, second] = receiver.received;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_950);
  });

  it('end where the receiver is gone', async () => {
    receiver.answer(410);
    const { id } = await createWebhook(app, receiver.url, { actions: ['model:register'] });
    await recordChange(app.database, { action: 'model:register' });
    await eventually(async () =>
      expect(await lookAt(app, id)).toMatchObject({ enabled: false, disabledBecause: 'It answered 410 Gone.' }),
    );
    await recordChange(app.database, { action: 'model:register' });
    receiver.answer(200);
    const update =
      'mutation ($id: ID!) { updateWebhook(input: { webhook: $id, enabled: true }) { webhook { enabled } } }';
    expect(await app.graphql(update, { id })).toEqual({ updateWebhook: { webhook: { enabled: true } } });
    await recordChange(app.database, { action: 'model:register', requestId: 'after' });
    await eventually(() => expect(receiver.received.at(-1)?.body).toContain('"requestId":"after"'));
  });

  it('are signed with both secrets while one follows the other', async () => {
    const { id, secret: former } = await createWebhook(app, receiver.url, { actions: ['model:register'] });
    const rotate = `mutation ($id: ID!, $hours: Int) {
      rotateWebhookSecret(input: { webhook: $id, keepFormerHours: $hours }) { secret webhook { formerSecretUntil } }
    }`;
    type Rotated = { rotateWebhookSecret: { secret: string; webhook: { formerSecretUntil: string | null } } };
    const { rotateWebhookSecret: one } = await app.graphql<Rotated>(rotate, { id });
    expect(Date.parse(one.webhook.formerSecretUntil ?? '')).toBeGreaterThan(Date.now() + 86_000_000);
    await recordChange(app.database, { action: 'model:register' });
    await eventually(() => expect(receiver.received).toHaveLength(1));
    for (const known of [former, one.secret]) verified(known, receiver.received[0] as Received);
    const { rotateWebhookSecret: two } = await app.graphql<Rotated>(rotate, { id, hours: 0 });
    expect(two.webhook.formerSecretUntil).toBeNull();
    await recordChange(app.database, { action: 'model:register' });
    await eventually(() => expect(receiver.received).toHaveLength(2));
    verified(two.secret, receiver.received[1] as Received);
    expect(() => verified(one.secret, receiver.received[1] as Received)).toThrow();
  });

  it.each(['CLOUDEVENTS', 'CLOUDEVENTS_BINARY'])('come as events where %s is asked for', async (format) => {
    const { secret } = await createWebhook(app, receiver.url, { format, actions: ['deployment:deploy'] });
    await recordChange(app.database, { action: 'deployment:deploy', reason: 'größer' });
    await eventually(() => expect(receiver.received).toHaveLength(1));
    const [{ headers, body }] = receiver.received as [Received];
    new Webhook(secret).verify(body, headers as Record<string, string>);
    const event = HTTP.toEvent<{ action: string }>({ headers: headers as Record<string, string>, body });
    if (Array.isArray(event)) throw new Error('a batch came');
    expect(new CloudEvent(event, true).validate()).toBe(true);
    expect(event).toMatchObject({
      specversion: '1.0',
      type: 'dev.headwater.deployment.deploy.v1',
      source: '/headwater/projects/default',
      data: { action: 'deployment:deploy', reason: 'größer', complete: true },
    });
    expect(String(event.sequence)).toMatch(/^\d{16}$/);
  });

  it('of one that hangs hold up no other', async () => {
    const dead = await startReceiver();
    dead.answer(() => undefined);
    for (let count = 0; count < 60; count++) await createWebhook(app, dead.url, { actions: ['run:log'] });
    await createWebhook(app, receiver.url, { actions: ['run:log'] });
    await recordChange(app.database, { action: 'run:log' });
    // Once all that hang have failed, those that work have their places for themselves.
    await eventually(() => expect(receiver.received.length).toBeGreaterThan(0));
    const began = Date.now();
    await recordChange(app.database, { action: 'run:log' });
    await eventually(() => expect(receiver.received).toHaveLength(2));
    expect(Date.now() - began).toBeLessThan(5_000);
    await dead.close();
  });

  it('are not made for other projects, nor for what belongs to none', async () => {
    await createWebhook(app, receiver.url, { actions: ['node:update'] });
    await recordChange(app.database, { project: 'rivers' });
    await recordChange(app.database, { project: null });
    await recordChange(app.database, { requestId: 'mine' });
    await eventually(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.body).toContain('"requestId":"mine"');
  });
});
