import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ndjson } from '../features/ingest/ingest-client.js';
import { runEvent, tell } from '../integrations/openlineage/told.js';
import { eventually } from '../support/eventually.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const SETTLED_MS = 30_000;
const SET_QUOTA = `mutation ($input: SetProjectQuotaInput!) {
  setProjectQuota(input: $input) { project { name quota { nodes rows bytes } } }
}`;
const WRITE = `mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written unchanged } }`;
const PUBLISH = `mutation {
  defineEntity(input: { name: "airport", joinKeys: [{ name: "airport", type: STRING }] }) { created }
  publishFeatureSet(input: { name: "weather", entity: "airport", features: [{ name: "x", type: INT64 }] }) { created }
}`;
const USAGE = '{ projects { name quota { nodes rows bytes } usage { nodes rows bytes measuredAt } } }';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

let projects = 0;

/** A project with a feature set and a quota. */
async function projectWith(quota: { nodes?: number; rows?: number; bytes?: number }) {
  const name = `quota-${++projects}`;
  await app.graphql('mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { name } } }', {
    input: { name },
  });
  const as = { project: name };
  await app.graphql(PUBLISH, {}, as);
  await app.graphql(SET_QUOTA, { input: { project: name, ...quota } });
  return { name, as };
}

function rows(count: number, prefix = 'a') {
  return Array.from({ length: count }, (_, x) => ({ airport: `${prefix}${x}`, x, event_time: '2026-01-01T00:00:00Z' }));
}

const written = (count: number, prefix?: string) => ({ input: { featureSet: 'weather', rows: rows(count, prefix) } });

async function holdingsOf(name: string) {
  const { projects: all } = await app.graphql<{ projects: { name: string; usage: Record<string, number> }[] }>(USAGE);
  return all.find((project) => project.name === name)?.usage;
}

describe('a quota of feature rows', () => {
  it('lets so many in, and not one more', async () => {
    const { as } = await projectWith({ rows: 10 });
    await app.graphql(WRITE, written(10), as);
    const error = await app.graphqlError(WRITE, written(1, 'b'), as);

    expect(error.extensions).toMatchObject({ code: 'RATE_LIMITED', limit: 'quota:rows', expected: 10, found: 11 });
    expect(error.message).toMatch(/holds 10 feature rows and may hold 10.*setProjectQuota/);
  });

  it('holds for files, too, which leave nothing behind that go beyond it', async () => {
    const { as } = await projectWith({ rows: 10 });
    const url = await app.listen();
    const ingest = (count: number) =>
      fetch(`${url}/v1/feature-sets/weather/rows`, {
        method: 'POST',
        headers: { 'headwater-project': as.project, 'content-type': 'application/x-ndjson' },
        body: ndjson(rows(count)),
      });
    const tooMuch = await ingest(11);
    const enough = await ingest(10);
    const full = await ingest(1);

    expect([tooMuch.status, enough.status, full.status]).toEqual([429, 200, 429]);
    expect(tooMuch.headers.get('retry-after')).toBe('60');
    expect(await tooMuch.json()).toMatchObject({ code: 'RATE_LIMITED', limit: 'quota:rows' });
  });

  it('can be raised', async () => {
    const { name, as } = await projectWith({ rows: 1 });
    await app.graphqlError(WRITE, written(2), as);
    await app.graphql(SET_QUOTA, { input: { project: name, rows: 2 } });

    expect(await app.graphql(WRITE, written(2), as)).toEqual({ writeFeatures: { written: 2, unchanged: 0 } });
  });

  it('is nothing to other projects', async () => {
    const { as } = await projectWith({ rows: 0 });
    const other = await projectWith({});
    await app.graphqlError(WRITE, written(1), as);

    await app.graphql(WRITE, written(1), other.as);
  });

  it('counts what another service has written', async () => {
    const { as } = await projectWith({ rows: 10 });
    const second = await startAppUnderTest({ databaseUrl: app.databaseUrl });
    await second.graphql(WRITE, written(10), as);
    await eventually(async () => {
      const error = await app.graphqlError(WRITE, written(1, 'b'), as);
      if (error.extensions.limit !== 'quota:rows') throw new Error(error.message);
    }, SETTLED_MS);
    await second.close();
  }, 60_000);
});

describe('a quota of nodes', () => {
  it('lets no more nodes be made, and everything else go on', async () => {
    const { name, as } = await projectWith({});
    const nodes = (await holdingsOf(name))?.nodes ?? 0;
    await app.graphql(SET_QUOTA, { input: { project: name, nodes: nodes + 2 } });
    const start = 'mutation { startRun(input: {type: TRAINING}) { run { id } } }';
    // An experiment, and a run of it.
    await app.graphql(start, {}, as);
    const error = await app.graphqlError(start, {}, as);
    await app.graphql(WRITE, written(1), as);

    expect(error.extensions).toMatchObject({ code: 'RATE_LIMITED', limit: 'quota:nodes', expected: nodes + 2 });
  });
});

describe('a quota of bytes', () => {
  it('lets nothing more be stored', async () => {
    const { name, as } = await projectWith({ bytes: 0 });
    const error = await app.graphqlError(WRITE, written(1), as);

    expect(error.extensions).toMatchObject({ code: 'RATE_LIMITED', limit: 'quota:bytes', expected: 0 });
    expect((await holdingsOf(name))?.bytes).toBeGreaterThan(0);
  });
});

describe('events of OpenLineage', () => {
  it('count as bytes, and are refused where there is no room; one that was taken before is taken as such', async () => {
    const { name, as } = await projectWith({ bytes: 10_000_000 });
    const before = (await holdingsOf(name))?.bytes ?? 0;
    const send = (more: Readonly<Record<string, unknown>>) =>
      tell(app, runEvent(more), { 'headwater-project': as.project });
    expect((await send({ note: randomBytes(20_000).toString('hex') })).status).toBe(201);
    const after = (await holdingsOf(name))?.bytes ?? 0;

    expect(after - before).toBeGreaterThan(20_000);
    await send({});
    await app.graphql(SET_QUOTA, { input: { project: name, bytes: after } });
    const refused = await send({ note: 'another one' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED', limit: 'quota:bytes' } });
    expect(await send({})).toMatchObject({ status: 201, body: { created: false } });
  });
});

describe('what a project holds', () => {
  it('is shown beside what it may hold', async () => {
    const { name, as } = await projectWith({ rows: 1_000 });
    await app.graphql(WRITE, written(7), as);
    const { projects: all } = await app.graphql<{ projects: readonly { readonly name: string }[] }>(USAGE);

    expect(all.find((project) => project.name === name)).toMatchObject({
      quota: { nodes: null, rows: 1_000, bytes: null },
      usage: { rows: 7, nodes: expect.any(Number), measuredAt: expect.any(String) },
    });
  });

  it('has a quota by the settings where it has none of its own', async () => {
    const limited = await startAppUnderTest({ config: { QUOTA_ROWS: 3 } });
    await limited.graphql(PUBLISH);
    await limited.graphql(WRITE, written(3));
    const error = await limited.graphqlError(WRITE, written(1, 'b'));
    await limited.close();

    expect(error.extensions).toMatchObject({ code: 'RATE_LIMITED', limit: 'quota:rows', expected: 3 });
  });

  it.each([
    [{ project: 'nowhere', rows: 1 }, 'NOT_FOUND'],
    [{ project: 'default', rows: -1 }, 'BAD_USER_INPUT'],
  ])('refuses %j', async (input, code) => {
    expect((await app.graphqlError(SET_QUOTA, { input })).extensions.code).toBe(code);
  });
});
