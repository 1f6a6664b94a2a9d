import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

const ROW = '{"airport":"SEA","n":1,"event_time":"2026-01-01T00:00:00Z"}';

let app: AppUnderTest;
let description: Description;
let ajv: Ajv2020;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'rain', features: [{ name: 'n', type: 'INT64' }] });
  await app.graphql('mutation { defineFeatureService(input: {name: "wet", features: ["rain:n"]}) { created } }');
  await app.graphql(
    'mutation { deprecateFeature(input: {feature: "rain:n", reason: "dry"}) { featureSetVersion { label } } }',
  );
  description = parse((await app.http.inject('/v1/openapi.yml')).body);
  ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(description, 'openapi');
});

afterAll(() => app.close());

/** What of a body is not as the schema of that name says. */
function misfits(schema: string, body: unknown): unknown {
  const validate = ajv.getSchema(`openapi#/components/schemas/${schema}`);
  if (validate === undefined) throw new Error(`there is no schema ${schema}`);
  return validate(body) === true ? [] : validate.errors;
}

describe('docs/openapi.yml', () => {
  it('describes exactly the routes below /v1 and /api', async () => {
    const described = Object.entries(description.paths).flatMap(([path, { parameters: _, ...operations }]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );

    // Whoever asks for one that there is not is told those that there are.
    const there = [];
    for (const below of ['v1', 'api']) {
      const { detail } = (await app.http.inject(`/${below}/xylophone`)).json<{ detail: string }>();
      const [, ...routes] = detail.match(/[A-Z]+ \/(?:v1|api)\/[\w/:.-]*\w/g) ?? [];
      there.push(...routes);
    }
    expect(described.toSorted()).toEqual(there.toSorted());
  });

  it.each([
    ['Lookup', { features: ['rain:*'], entities: [{ airport: 'SEA' }], onExpired: 'NULL', include: ['statuses'] }],
    ['Lookup', { features: ['rain:*'], entities: [{ airport: 'SEA' }], asOf: '2026-01-02T00:00:00Z' }],
    [
      'Lookup',
      {
        features: ['rain:*~origin', { ref: 'rain:n', keys: { airport: 'To' } }],
        entities: [{ origin: 'SEA', To: 'DEN' }],
      },
    ],
    ['Lookup', { service: 'wet', entities: [{ airport: 'SEA' }] }],
  ])('has the body and the answer of a lookup', async (schema, body) => {
    const answer = await app.http.inject({ method: 'POST', url: '/v1/features', payload: body });

    expect(misfits(schema, body)).toEqual([]);
    expect(misfits('FeatureTable', answer.json())).toEqual([]);
  });

  it('has the answers of the doors of OpenLineage', async () => {
    const event = { eventTime: '2026-01-01T00:00:00Z', run: { runId: 'x' }, job: { namespace: 'n', name: 'j' } };
    const url = `${await app.listen()}/api/v1/lineage/batch`;
    const headers = { 'content-type': 'application/json' };
    const batch = await (await fetch(url, { method: 'POST', headers, body: JSON.stringify([event, {}]) })).json();
    const lineage = await app.http.inject('/v1/lineage/rain');

    expect(misfits('LineageEvent', event)).toEqual([]);
    expect(misfits('LineageBatch', batch)).toEqual([]);
    expect(lineage.json<object[]>().map((each) => misfits('LineageEvent', each))).toContainEqual([]);
  });

  it('has the answers of the doors of files', async () => {
    const url = `${await app.listen()}/v1/artifacts`;
    const put = await fetch(`${url}/rain@1/plots/a.txt`, { method: 'PUT', body: 'a' });
    expect(misfits('PutArtifact', await put.json())).toEqual([]);
    for (const query of ['?node=rain@1', '?node=rain@1&path=plots'])
      expect(misfits('ArtifactList', await (await fetch(`${url}${query}`)).json())).toEqual([]);
  });

  it('has the answer of an ingest, and a problem', async () => {
    const url = `${await app.listen()}/v1/feature-sets/rain/rows?on-error=skip`;
    const headers = { 'content-type': 'application/x-ndjson' };
    const ingest = await (await fetch(url, { method: 'POST', headers, body: `${ROW}\n{"airport":7}\n` })).json();
    const problem = await app.http.inject({ method: 'POST', url: '/v1/features', payload: { entities: [] } });

    expect(ingest).toMatchObject({ read: 2, rejected: 1 });
    expect(misfits('Ingest', ingest)).toEqual([]);
    expect(misfits('Problem', problem.json())).toEqual([]);
    expect(problem.headers['content-type']).toContain('application/problem+json');
  });
});
