import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { bearer, makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;
let owner: string;

beforeAll(async () => {
  // Without the role jobs: they wait.
  app = await startAppUnderTest({ config: { ROLES: ['lookups', 'api'] } });
  await seedFeatureSet(app, { name: 'rain', features: [{ name: 'n', type: 'INT64' }] });
  owner = (await makeKey(app, { role: 'OWNER' })).key;
  await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
}, 60_000);

afterAll(() => app.close());

const CREATE = `mutation { createTrainingSet(input: {name: "set", features: ["rain:n"], spine: [{airport: "SEA", event_time: "2026-01-01T00:00:00Z"}]}) { job { id } } }`;
const STATUS = 'query ($id: String!) { trainingSetJob(id: $id) { status } }';

async function statusOf(id: string): Promise<string> {
  const { trainingSetJob } = await app.graphql<{ trainingSetJob: { status: string } }>(STATUS, { id }, { key: owner });
  return trainingSetJob.status;
}

async function beginJob(key: string): Promise<string> {
  return (await app.graphql<{ createTrainingSet: { job: { id: string } } }>(CREATE, {}, { key })).createTrainingSet.job
    .id;
}

describe('a job that was asked for with a key', () => {
  it('is cancelled with the key, and others go on', async () => {
    const leaked = await makeKey(app, { role: 'WRITER', name: 'leaked' });
    const kept = await makeKey(app, { role: 'WRITER', name: 'kept' });
    const [lost, other, slipped] = [await beginJob(leaked.key), await beginJob(kept.key), await beginJob(leaked.key)];
    await app.graphql(`mutation { revokeApiKey(input: {id: "${leaked.id}"}) { apiKey { id } } }`, {}, { key: owner });
    // As if it had been asked for while the key was being revoked.
    await app.database.pool.query('update job set cancel_requested = false where id = $1', [slipped]);
    const worker = await startAppUnderTest({ databaseUrl: app.databaseUrl, config: { ROLES: ['jobs'] } });
    await eventually(async () => {
      expect([await statusOf(lost), await statusOf(other), await statusOf(slipped)]).toEqual([
        'CANCELLED',
        'SUCCEEDED',
        'CANCELLED',
      ]);
    });
    await worker.close();
  }, 60_000);
});

describe('what was answered once', () => {
  const ROW = '{"airport":"SEA","n":1,"event_time":"2026-01-01T00:00:00Z"}';
  // Over a socket: without one a stream ends at once.
  const send = async (key: string) => {
    const headers = { ...bearer(key), 'content-type': 'application/x-ndjson', 'idempotency-key': 'once' };
    const answer = await fetch(`${await app.listen()}/v1/feature-sets/rain/rows`, {
      method: 'POST',
      headers,
      body: ROW,
    });
    const body = await answer.text();
    return { status: answer.status, body, isReplayed: answer.headers.get('idempotent-replayed') === 'true' };
  };

  it('is not replayed to somebody else', async () => {
    const ada = (await makeKey(app, { role: 'WRITER', name: 'ada' })).key;
    const eve = (await makeKey(app, { role: 'WRITER', name: 'eve' })).key;
    expect(await send(ada)).toMatchObject({ status: 200, isReplayed: false });
    expect(await send(ada)).toMatchObject({ status: 200, isReplayed: true });
    expect(await send(eve)).toMatchObject({ status: 409, body: expect.stringContaining('somebody else') });
    // Somebody may have two keys.
    const second = (await makeKey(app, { role: 'WRITER', name: 'ada' })).key;
    expect(await send(second)).toMatchObject({ isReplayed: true });
  });

  it('nor is a run that was started with a key', async () => {
    const start = 'mutation { startRun(input: {type: OTHER, key: "nightly"}) { created } }';
    const ada = (await makeKey(app, { role: 'WRITER', name: 'ada' })).key;
    const eve = (await makeKey(app, { role: 'WRITER', name: 'eve' })).key;
    expect(await app.graphql(start, {}, { key: ada })).toEqual({ startRun: { created: true } });
    expect(await app.graphql(start, {}, { key: ada })).toEqual({ startRun: { created: false } });
    expect((await app.graphqlError(start, {}, { key: eve })).extensions.code).toBe('CONFLICT');
  });
});

describe('files of the server', () => {
  it('are read for whoever has the right alone', async () => {
    const key = (await makeKey(app, { role: 'WRITER' })).key;
    const file = (await makeKey(app, { role: 'WRITER', rights: ['location:read-file'] })).key;
    await app.graphql(
      'mutation { registerDatasetVersion(input: {dataset: "passwords", location: "file:///etc/passwd", digest: "1", columns: []}) { created } }',
      {},
      { key },
    );
    const create = `mutation { createTrainingSet(input: {name: "leak", features: ["rain:n"], spineDataset: "passwords"}) { job { id } } }`;
    expect((await app.graphqlError(create, {}, { key })).message).toContain('location:read-file');
    expect(await app.graphql(create, {}, { key: file })).toMatchObject({ createTrainingSet: {} });
  });
});
