import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { bearer, makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const MOST = 20;
const SOON_MS = 3_000;
const WAIT_MS = 20_000;
const ME = '{ me { name } }';
const MODELS = '{ models { nodes { versions { nodes { id } } } } }';

let app: AppUnderTest;
let greedy: string;
let other: string;
let blocker: Client;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { RATE_LIMIT_PER_PRINCIPAL: MOST, DATABASE_POOL_SIZE: 8 } });
  await app.listen();
  greedy = (await makeKey(app, { role: 'OWNER', name: 'greedy' })).key;
  other = (await makeKey(app, { role: 'OWNER', name: 'other' })).key;
  blocker = new Client({ connectionString: app.databaseUrl });
  await blocker.connect();
});

afterAll(async () => {
  await blocker.end();
  await app.close();
});

async function ask(key: string, query: string): Promise<{ status: number; text: string; retryAfter: string | null }> {
  const answer = await fetch(`${await app.listen()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(key) },
    body: JSON.stringify({ query }),
  });
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get('retry-after') };
}

const many = (count: number, key: string, query: string) =>
  Promise.all(Array.from({ length: count }, () => ask(key, query)));

describe('the limit of requests of one principal', () => {
  it('refuses what is too much, by whatever key it comes, and harms nobody else', async () => {
    const second = (await makeKey(app, { role: 'READER', project: 'default', name: 'greedy' })).key;
    // Known from now on.
    await Promise.all([ask(greedy, ME), ask(second, ME), ask(other, ME)]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const [first, more, others] = await Promise.all([
      many(2 * MOST, greedy, ME),
      many(2 * MOST, second, ME),
      many(MOST / 2, other, ME),
    ]);
    const all = [...first, ...more];
    const refused = all.filter(({ status }) => status === 429);

    // Seconds may begin anew meanwhile.
    expect(all.length - refused.length).toBeLessThanOrEqual(3 * MOST);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ retryAfter: '1', text: expect.stringContaining('RATE_LIMIT_PER_PRINCIPAL') });
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('heavy work of one principal', () => {
  it('leaves places to others', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await blocker.query('begin; lock table node in access exclusive mode');
    const heavy = many(MOST - 2, greedy, MODELS);
    await eventually(async () => {
      const { rows } = await blocker.query(
        "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      expect(rows[0].n).toBeGreaterThan(0);
    }, WAIT_MS);
    const begin = performance.now();
    const answer = await ask(other, ME);
    const took = performance.now() - begin;
    await blocker.query('rollback');

    expect(answer.status).toBe(200);
    expect(took).toBeLessThan(SOON_MS);
    for (const { status, text } of await heavy)
      expect([status, text]).toEqual([200, '{"data":{"models":{"nodes":[]}}}']);
  }, 60_000);
});
