import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { recordChange, recordChanges } from '../changes/record-change.js';
import { DOORS, type Door, listen } from '../changes/subscriptions/subscribers.js';
import { eventually } from '../support/eventually.js';
import { openSocket } from '../support/raw-exchange.js';
import { lookUp, seedFeatureSet } from '../support/seeds/feature-seed.js';
import { bearer, type MadeKey, makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { together } from '../support/together.js';

/** So soon everything has to have ended, on a machine that does other things too. */
const SOON_MS = 5_000;
const LONG = 'x'.repeat(20_000);

let app: AppUnderTest;
let url: string;
let owner: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, { name: 'rain', features: [{ name: 'n', type: 'INT64' }] });
  // More than sockets hold: who doesn't read them keeps the answer waiting.
  await recordChanges(app.database, Array(1_500).fill({ reason: LONG }));
  owner = (await makeKey(app, { role: 'OWNER' })).key;
  await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
}, 120_000);

afterAll(() => app.close());

async function revoke({ id }: MadeKey): Promise<void> {
  await app.graphql(`mutation { revokeApiKey(input: {id: "${id}"}) { apiKey { id } } }`, {}, { key: owner });
}

async function ask(path: string, { key }: MadeKey, accept = '*/*'): Promise<Socket> {
  const socket = await openSocket(url);
  const { authorization } = bearer(key);
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\nauthorization: ${authorization}\r\naccept: ${accept}\r\n\r\n`,
  );
  return socket;
}

/** Reads until the connection ends. */
async function rest(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'close'), sleep(SOON_MS)]);
  expect(socket.closed).toBe(true);
  return Buffer.concat(chunks).toString();
}

async function eventsEnd(): Promise<void> {
  const key = await makeKey(app, { role: 'READER' });
  const answer = await fetch(`${url}/v1/changes`, { headers: { ...bearer(key.key), accept: 'text/event-stream' } });
  const text = answer.text();
  await revoke(key);
  const told = await Promise.race([text, sleep(SOON_MS, 'still open')]);
  expect(told).toContain('event: error');
  expect(told).toContain('"code":"UNAUTHENTICATED"');
}

async function subscriptionEnds(door: Door): Promise<void> {
  const key = await makeKey(app, { role: 'READER' });
  const listener = listen(url, door, {}, undefined, bearer(key.key));
  await eventually(async () => {
    await recordChange(app.database, { requestId: 'before' });
    expect(listener.events.length).toBeGreaterThan(0);
  });
  await revoke(key);
  await eventually(() => expect(listener.errors[0]?.extensions?.code).toBe('UNAUTHENTICATED'), SOON_MS);
  const heard = listener.events.length;
  for (let count = 0; count < 5; count++) await recordChange(app.database, { requestId: 'after' });
  await eventually(() => expect(listener.ended).toBeDefined(), SOON_MS);
  await sleep(300);
  expect(listener.events.length).toBe(heard);
  listener.stop();
}

async function answerBreaksOff(path: string): Promise<void> {
  const [leaked, kept] = [await makeKey(app, { role: 'ADMIN' }), await makeKey(app, { role: 'ADMIN' })];
  const [broken, whole] = [await ask(path, leaked), await ask(path, kept)];
  await sleep(500);
  await revoke(leaked);
  await sleep(1_500);
  expect(await rest(broken)).not.toMatch(/0\r\n\r\n$/);
  let last = '';
  whole.on('data', (chunk) => {
    last = `${last}${chunk}`.slice(-100);
  });
  await eventually(() => expect(last).toMatch(/0\r\n\r\n$/));
  whole.destroy();
}

async function uploadBreaksOff(): Promise<void> {
  const key = await makeKey(app, { role: 'WRITER' });
  const out = request(`${url}/v1/feature-sets/rain/rows`, {
    method: 'POST',
    headers: { ...bearer(key.key), 'content-type': 'application/x-ndjson' },
  });
  const ended = Promise.race([once(out, 'error').then(String), once(out, 'response').then(() => 'an answer')]);
  out.write('{"airport":"SEA","n":1,"event_time":"2026-01-01T00:00:00Z"}\n');
  await sleep(500);
  await revoke(key);
  expect(await Promise.race([ended, sleep(SOON_MS, 'still open')])).toMatch(/ECONNRESET|socket hang up/);
  out.destroy();
  const { statuses } = await lookUp(
    { graphql: (query: string, variables: object) => app.graphql(query, { ...variables }, { key: owner }) } as never,
    ['rain:n'],
    [{ airport: 'SEA' }],
  );
  expect(statuses).toEqual([['NOT_FOUND']]);
}

describe('what streams for a key that is revoked', () => {
  together({
    'ends with a word, if events are what it waits for: /v1/changes': eventsEnd,
    ...Object.fromEntries(
      DOORS.map((door) => [`ends with a word, if it is a subscription: over ${door}`, () => subscriptionEnds(door)]),
    ),
    'is broken off, if it is an answer: /v1/changes': () => answerBreaksOff('/v1/changes'),
    'is broken off, if it is an answer: /v1/audit': () => answerBreaksOff('/v1/audit'),
    'is broken off, if it is an upload, and nothing of it is kept': uploadBreaksOff,
  });
});
