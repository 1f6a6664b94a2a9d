import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningService } from '../../processes/running-service.js';
import { eventually } from '../../support/eventually.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';
import { bearer } from '../../support/seeds/keys.js';
import { startHeadwater } from '../../support/service/headwater-process.js';

/** Values that stand nowhere else. */
const VALUE = 'value-6f1f0a52c9';
const KEY = 'entity-0d9be7713a';
const WRONG = `hw_abcdefgh_${'Zq8'.repeat(14)}`;
const TOKEN = `eyJhbGciOiJSUzI1NiJ9.${'eyJz'.repeat(9)}.${'c2ln'.repeat(9)}`;
const WAIT_MS = 60_000;
const JSON_TYPE = { 'content-type': 'application/json' };

const PUBLISH = `mutation {
  defineEntity(input: { name: "person", joinKeys: [{ name: "person", type: STRING }] }) { created }
  publishFeatureSet(input: { name: "secret", entity: "person", features: [{ name: "s", type: STRING }, { name: "n", type: INT64 }] }) {
    created
  }
}`;
const WRITE = 'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }';
const LOOKUP = 'query ($e: EntityKeys!) { onlineFeatures(features: ["secret:*"], entities: $e) { values } }';
const TRAIN = `mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { id } } }`;

let database: TestDatabase;
let service: RunningService;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const make = startHeadwater(['keys', 'create', '--role', 'OWNER', '--name', 'ada'], { DATABASE_URL: database.url });
  await make.exited;
  key = make.stdout().trim();
  service = await RunningService.start(database.url, [], { LOG_LEVEL: 'trace' });
}, 120_000);

afterAll(async () => {
  await service.stop();
  await database.drop();
});

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return service.http(path, { method: 'POST', headers: { ...JSON_TYPE, ...bearer(key), ...headers }, body });
}

const graphql = (query: string, variables: object = {}, headers: Record<string, string> = {}) =>
  post('/graphql', JSON.stringify({ query, variables }), headers);

const row = (more: object = {}) => ({ person: KEY, s: VALUE, n: 1, event_time: '2026-01-01T00:00:00Z', ...more });
const write = (...rows: object[]) => graphql(WRITE, { input: { featureSet: 'secret', rows } });
const entities = [{ person: KEY }];

/** All that the service has said anywhere but in its answers. */
async function said(): Promise<string> {
  const metrics = await (await service.http('/metrics', { headers: bearer(key) })).text();
  return `${service.process.stdout()}\n${service.process.stderr()}\n${metrics}`;
}

async function status(answer: Promise<Response>): Promise<number> {
  const response = await answer;
  await response.text();
  return response.status;
}

describe('what the service logs and counts', () => {
  it('holds no key, token or feature value, whatever goes right or wrong', async () => {
    await status(graphql(PUBLISH));
    const right = [
      await status(write(row())),
      await status(post('/v1/features', JSON.stringify({ features: ['secret:*'], entities }))),
      await status(graphql(LOOKUP, { e: entities })),
      await status(
        post('/v1/feature-sets/secret/rows', JSON.stringify(row({ n: 2 })), { 'content-type': 'application/x-ndjson' }),
      ),
      await status(
        graphql(TRAIN, { input: { name: 'train', features: ['secret:*'], spine: { rows: [row({ label: VALUE })] } } }),
      ),
    ];
    const url = new URLSearchParams({ query: LOOKUP, variables: JSON.stringify({ e: [{ nobody: VALUE }] }) });
    const wrong = [
      await status(write(row({ n: VALUE }))),
      await status(write(row({ other: VALUE }))),
      await status(
        post('/v1/features', JSON.stringify({ features: ['secret:*'], entities: [{ person: 1, [VALUE]: KEY }] })),
      ),
      await status(post('/v1/features', `{"features": ["secret:*"], "entities": [{"person": "${KEY}"`)),
      await status(
        post('/v1/feature-sets/secret/rows', `person,s,n,event_time\n${KEY},${VALUE},${VALUE},now\n`, {
          'content-type': 'text/csv',
        }),
      ),
      await status(
        post('/v1/feature-sets/secret/rows?on-error=skip', `person,s,n,event_time\n${KEY},${VALUE},${VALUE},now\n`, {
          'content-type': 'text/csv',
        }),
      ),
      await status(
        service.http(`/graphql?${url}`, { headers: { ...bearer(key), 'apollo-require-preflight': 'true' } }),
      ),
    ];
    const strangers = [
      await status(graphql('{ me { name } }', {}, bearer(WRONG))),
      await status(graphql('{ me { name } }', {}, bearer(TOKEN))),
      await status(graphql('{ me { name } }', {}, bearer(`${key.slice(0, -1)}_`))),
      await status(
        graphql('{ me { name } }', {}, { authorization: `Basic ${Buffer.from(`ada:${WRONG}`).toString('base64')}` }),
      ),
    ];

    expect(right).toEqual([200, 200, 200, 200, 200]);
    expect(wrong.every((code) => code < 500)).toBe(true);
    expect(strangers).toEqual([401, 401, 401, 401]);
    await expectNothingSaid();
  }, 120_000);

  it('holds none of it where the database refuses rows, and tells them', async () => {
    const [{ storage }] = (await runSql(
      database.url,
      'select max(storage)::int as storage from feature_set_version',
    )) as [{ storage: number }];
    await runSql(database.url, `alter table feature_history_${storage} add constraint never check (false) not valid`);
    const before = service.process.stderr().length;
    const answer = await (await write(row({ event_time: '2026-02-01T00:00:00Z' }))).text();
    await eventually(() => {
      if (!service.process.stderr().slice(before).includes('never')) throw new Error('nothing was logged');
    }, WAIT_MS);

    expect(answer).toContain('INTERNAL');
    expect(answer).not.toContain(VALUE);
    await expectNothingSaid();
  }, 120_000);
});

async function expectNothingSaid(): Promise<void> {
  const text = await said();
  const password = new URL(database.url).password;
  const secrets = [
    VALUE,
    KEY,
    WRONG,
    TOKEN,
    key,
    key.split('_')[2] ?? key,
    Buffer.from(`ada:${WRONG}`).toString('base64'),
  ];

  expect(text.length).toBeGreaterThan(1_000);
  for (const secret of [...secrets, ...(password === '' ? [] : [password])]) expect(text).not.toContain(secret);
}
