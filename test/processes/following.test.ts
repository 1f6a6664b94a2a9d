import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import type { Database } from '../../src/platform/database/database.js';
import { recordChange } from '../changes/record-change.js';
import { Follower } from '../changes/subscriptions/follower.js';
import { type Door, listen } from '../changes/subscriptions/subscribers.js';
import { createWebhook } from '../changes/webhooks/webhook-seed.js';
import { casesOf } from '../support/cases.js';
import { eventually } from '../support/eventually.js';
import { type Receiver, startReceiver } from '../support/foreign/receiver.js';
import { type ConnectedDatabase, connectTestDatabase } from '../support/postgres/connected-database.js';
import { RunningService } from './running-service.js';

const [KILLS, CHANGES] = casesOf([1, 75], [4, 300]);
const DOORS: readonly Door[] = ['graphql-ws', 'graphql-sse'];
const SETTINGS = {
  WEBHOOK_ALLOW: '127.0.0.1',
  WEBHOOK_RETRY_SECONDS: '0.2,0.2,0.5,0.5,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1',
};

let own: ConnectedDatabase;
let database: Database;
beforeAll(async () => {
  own = await connectTestDatabase();
  ({ database } = own);
});
afterAll(() => own.close());

// Those of a test that failed would deliver the webhooks of the next one, with settings of their own.
const running: RunningService[] = [];
afterEach(() => Promise.all(running.splice(0).map((service) => service.stop())));

async function started(url: string, settings: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const service = await RunningService.start(url, [], settings);
  running.push(service);
  return service;
}

/** Subscriptions begin at a moment that nobody is told. */
async function recordUntil(heard: () => boolean): Promise<void> {
  await eventually(async () => {
    await recordChange(database, { requestId: 'hello' });
    if (!heard()) throw new Error('nobody has heard of it yet');
  }, 120_000);
}

describe('a service of two processes', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start(own.url);
  });
  afterAll(() => service.stop());

  it('has what it refuses answered as the process behind answers it', async () => {
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/nowhere`, 'graphql-transport-ws');
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(404);
  }, 300_000);

  it('tells each change once over every door to those who go on after it was killed', async () => {
    const followers = DOORS.map((door) => new Follower(() => service.url, door));
    await recordUntil(() => followers.every(({ heard }) => heard.length > 0));
    const writing = (async () => {
      for (let count = 0; count < CHANGES; count++) {
        await recordChange(database, { requestId: `it-${count}` });
        await sleep(20);
      }
    })();
    for (let kills = 0; kills < KILLS; kills++) {
      await sleep(600);
      const before = followers.map(({ interrupted }) => interrupted);
      const backend = await service.backend();
      if (backend !== undefined) process.kill(backend, 'SIGKILL');
      for (const [index, follower] of followers.entries())
        await eventually(() => expect(follower.interrupted).toBeGreaterThan(before[index] ?? 0), 120_000);
    }
    await writing;
    for (const [index, follower] of followers.entries()) {
      await eventually(() => expect(follower.heard.at(-1)?.requestId).toBe(`it-${CHANGES - 1}`), 120_000);
      follower.stop();
      const told = follower.heard.map(({ requestId }) => requestId).filter((id) => id !== 'hello');
      expect([DOORS[index], told]).toEqual([
        DOORS[index],
        Array.from({ length: CHANGES }, (_, count) => `it-${count}`),
      ]);
    }
  }, 600_000);

  it('tells changes over every door through its front, and lets nobody wait when it is stopped', async () => {
    const listeners = DOORS.map((door) => listen(service.url, door));
    await recordUntil(() => listeners.every(({ events }) => events.length > 0));
    const began = Date.now();
    await service.stop();
    expect(Date.now() - began).toBeLessThan(60_000);
    for (const listener of listeners) await eventually(() => expect(listener.ended).toBeDefined());
  }, 300_000);
});

describe('several services on one database', () => {
  it('deliver each change at least once, whichever is killed, and one of them at a time', async () => {
    const receiver: Receiver = await startReceiver();
    const services = await Promise.all([started(own.url, SETTINGS), started(own.url, SETTINGS)]);
    const [first] = services;
    await createWebhook(first as RunningService, receiver.url, { actions: ['run:log'] });
    const writing = (async () => {
      for (let count = 0; count < CHANGES; count++) {
        await recordChange(database, { action: 'run:log', requestId: `w-${count}` });
        await sleep(10);
      }
    })();
    for (let kills = 0; kills < 2 * KILLS; kills++) {
      await sleep(500);
      const backend = await services[kills % 2]?.backend();
      if (backend !== undefined) process.kill(backend, 'SIGKILL');
    }
    await writing;
    const idsOf = () =>
      receiver.received.map(({ body }) => (JSON.parse(body) as { data: { requestId: string } }).data.requestId);
    await eventually(() => expect(new Set(idsOf()).size).toBe(CHANGES), 240_000);
    // What was killed between its answer and the record of it came twice, and nothing else.
    expect(idsOf().length).toBeLessThan(CHANGES + 10 * KILLS);
    await receiver.close();
  }, 600_000);
});
