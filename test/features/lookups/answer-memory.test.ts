import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { openSocket } from '../../support/raw-exchange.js';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ingest } from '../ingest/ingest-client.js';

const MEGABYTE = 1024 * 1024;
const KEYS = 60;
const NOTES = 40;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest({
    config: { ANSWER_MEMORY_BYTES: 48 * MEGABYTE, LEAST_BYTES_PER_SECOND: 100_000, RATE_WINDOW_MS: 3_000 },
  });
  url = await app.listen();
  await seedFeatureSet(app, {
    name: 'wide',
    features: Array.from({ length: 500 }, (_, index) => ({ name: `f${index}`, type: 'STRING' })),
  });
  await seedFeatureSet(app, { name: 'long', features: [{ name: 'note', type: 'STRING' }] });
  const wide = Array.from({ length: KEYS }, (_, key) => ({
    airport: `K${key}`,
    ...Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, `value ${key}.${index}`])),
    event_time: '2026-01-01T00:00:00Z',
  }));
  const long = Array.from({ length: NOTES }, (_, key) => ({
    airport: `K${key}`,
    note: 'x'.repeat(900_000),
    event_time: '2026-01-01T00:00:00Z',
  }));
  for (const [name, rows] of Object.entries({ wide, long }))
    expect((await ingest(url, name, rows.map((row) => JSON.stringify(row)).join('\n'))).body).toMatchObject({
      written: rows.length,
    });
}, 120_000);

afterAll(() => app.close());

const bodyOf = (set: string, keys: number, different: number) =>
  JSON.stringify({
    features: [`${set}:*`],
    entities: { airport: Array.from({ length: keys }, (_, key) => `K${key % different}`) },
    include: [],
  });

async function ask(body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/v1/features`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** Clients that ask and don't read. */
function unread(count: number, body: string): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = await openSocket(url);
      socket.on('error', () => undefined).pause();
      socket.write(
        `POST /v1/features HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
      return socket;
    }),
  );
}

async function grownBy(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  await work().finally(() => clearInterval(timer));
  return (peak - before) / MEGABYTE;
}

describe('answers that are made, or wait for their readers', () => {
  it('are whole when they are long', async () => {
    const { status, text } = await ask(bodyOf('wide', 900, KEYS));
    const { values } = JSON.parse(text) as { values: string[][] };

    expect(status).toBe(200);
    expect(values.map((row) => [row.length, row[499]])).toEqual(
      Array.from({ length: 900 }, (_, key) => [500, `value ${key % KEYS}.499`]),
    );
  });

  it('wait for room before anything is read for them, and get it when others leave', async () => {
    const body = bodyOf('wide', 1_000, KEYS);
    const grown = await grownBy(async () => {
      const sockets = await unread(20, body);
      // Those before it are too slow, and are ended.
      expect((await ask(body)).status).toBe(200);
      for (const socket of sockets) socket.destroy();
    });

    expect(grown).toBeLessThan(250);
    await eventually(async () => expect((await ask(body)).status).toBe(200));
  }, 60_000);

  it('are refused where few values are long, and others then have room', async () => {
    const body = bodyOf('long', 20, NOTES);
    const grown = await grownBy(async () => {
      const sockets = await unread(20, body);
      await eventually(async () => {
        // On a busy machine the first have been ended for their slowness before it is asked.
        sockets.push(...(await unread(3, body)));
        const { status, text } = await ask(body);
        expect([status, text.slice(0, 500)]).toEqual([503, expect.stringContaining('ANSWER_MEMORY_BYTES')]);
      });
      for (const socket of sockets) socket.destroy();
    });

    expect(grown).toBeLessThan(400);
    await eventually(async () => expect((await ask(body)).status).toBe(200));
  }, 60_000);

  it('don’t fail small lookups that go together with long ones', async () => {
    const [long, ...small] = await Promise.all([
      ask(bodyOf('long', 10, NOTES)),
      ...Array.from({ length: 20 }, () => ask(bodyOf('long', 1, 1))),
    ]);

    expect(long?.status).toBe(200);
    expect(small.map(({ status, text }) => [status, text.length > 900_000])).toEqual(small.map(() => [200, true]));
  });
});
