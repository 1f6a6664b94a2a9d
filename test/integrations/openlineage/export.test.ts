import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { BATCH, type Fields, RUN_ID, runEvent, tell, toldNode } from './told.js';

/** What OpenLineage requires of an event: https://openlineage.io/spec/2-0-2/OpenLineage.json says more, but not less. */
const URI = { type: 'string', format: 'uri' };
const FACETS = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['_producer', '_schemaURL'],
    properties: { _producer: URI, _schemaURL: URI },
  },
};
const NAMED = {
  type: 'object',
  required: ['namespace', 'name'],
  properties: { namespace: { type: 'string' }, name: { type: 'string' }, facets: FACETS },
};
const RUN = {
  type: 'object',
  required: ['runId'],
  properties: { runId: { type: 'string', format: 'uuid' }, facets: FACETS },
};
const EVENT = {
  type: 'object',
  required: ['eventTime', 'producer', 'schemaURL'],
  properties: {
    eventTime: { type: 'string', format: 'date-time' },
    producer: URI,
    schemaURL: URI,
    inputs: { type: 'array', items: NAMED },
    outputs: { type: 'array', items: NAMED },
  },
  oneOf: [
    {
      required: ['run', 'job'],
      properties: {
        run: RUN,
        job: NAMED,
        eventType: { enum: ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] },
      },
    },
    { required: ['job'], properties: { job: NAMED }, not: { required: ['run'] } },
    {
      required: ['dataset'],
      properties: { dataset: NAMED },
      not: { anyOf: [{ required: ['job'] }, { required: ['run'] }] },
    },
  ],
};

let app: AppUnderTest;

const MUTATIONS = [
  `registerDatasetVersion(input: {dataset: "flights", location: "s3://x", digest: "1", columns: [{name: "delay", type: INT64}], description: "of a year", owner: "ann"}) { created }`,
  `defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }`,
  `publishFeatureSet(input: {name: "rain", entity: "airport", features: [{name: "n", type: INT64, sources: [{dataset: "flights@1:delay"}]}]}) { created }`,
  `registerModelVersion(input: {model: "delay", artifact: {uri: "s3://m", digest: "1"}, signature: ["rain@1:n"], trainedOn: ["flights@1"]}) { created }`,
  `defineEnvironment(input: {name: "production"}) { created }`,
  `deploy(input: {deployment: "production/delay", bindings: [{modelVersion: "delay@1", trafficPercent: 100}]}) { changed }`,
];

beforeAll(async () => {
  app = await startAppUnderTest();
  const facets = {
    parent: {
      _producer: 'urn:x',
      _schemaURL: 'urn:x',
      run: { runId: '3f5e83fa-3480-44ff-99c5-ff943904e5e9' },
      job: { namespace: 'airflow', name: 'daily' },
    },
  };
  await tell(
    app,
    runEvent({ run: { runId: RUN_ID, facets }, outputs: [{ namespace: 'headwater://default', name: 'flights' }] }),
  );
  for (const mutation of MUTATIONS) await app.graphql(`mutation { ${mutation} }`);
});

afterAll(() => app.close());

const exported = async (search: string) => {
  const response = await app.http.inject(`/v1/lineage/${search}`);
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  return response;
};

describe('GET /v1/lineage/:ref', () => {
  it('gives events that OpenLineage takes, from the deployment to the raw data', async () => {
    const events = (await exported('production%2Fdelay')).json<Fields[]>();
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(EVENT);
    expect(
      events.filter((event) => validate(event) !== true).map((event) => [event, validate(event), validate.errors]),
    ).toEqual([]);

    expect(events.find(({ run }) => (run as Fields | undefined)?.runId === RUN_ID)).toMatchObject({
      eventType: 'COMPLETE',
      job: { namespace: 'airflow', name: 'daily.load' },
      inputs: [{ namespace: 's3://lake', name: 'raw/flights' }],
      outputs: [{ namespace: 'headwater://default', name: 'flights' }],
    });
    const named = (name: string) => events.filter(({ dataset }) => (dataset as Fields | undefined)?.name === name);
    expect(named('feature_set_version/rain@1')).toMatchObject([
      {
        dataset: {
          facets: { columnLineage: { fields: { n: { inputFields: [{ name: 'flights', field: 'delay' }] } } } },
        },
      },
    ]);
    expect(named('flights').map(({ dataset }) => (dataset as { facets: Fields }).facets)).toContainEqual(
      expect.objectContaining({ version: expect.objectContaining({ datasetVersion: '1' }), schema: expect.anything() }),
    );
  });

  it('gives what another project takes as a batch, and has the same runs and jobs then', async () => {
    await app.graphql('mutation { createProject(input: {name: "copy"}) { project { name } } }');
    const { body } = await exported('%22s3:%2F%2Flake%2Fraw%2Fflights%22?direction=downstream&depth=3');
    const answer = await tell(app, body, { url: BATCH, 'headwater-project': 'copy' });

    expect(answer).toMatchObject({ status: 200, body: { status: 'success' } });
    const { upstream } = await toldNode(app, `"headwater://default/flights"`, { project: 'copy' });
    expect(upstream).toEqual(
      expect.arrayContaining(['DATASET "s3://lake/raw/flights"', 'JOB "airflow/daily.load"', `RUN ${RUN_ID}`]),
    );
  });

  it('gives PROV-JSON', async () => {
    const document = (await exported('production%2Fdelay?format=prov')).json<Record<string, Fields>>();
    const relations = Object.fromEntries(
      Object.entries(document).map(([name, all]) => [name, Object.keys(all).length]),
    );
    expect(relations).toMatchObject({ activity: 2, used: 1, wasGeneratedBy: 1, wasInformedBy: 1, agent: 1 });
    expect(relations.wasDerivedFrom).toBeGreaterThan(3);
  });

  it('says where it was cut by depth, and refuses to be cut by number', async () => {
    const short = await exported('production%2Fdelay?depth=1');
    expect(short.headers['headwater-complete']).toBe('false');
    expect((await exported('production%2Fdelay')).headers['headwater-complete']).toBe('true');
    for (const [search, status, detail] of [
      ['production%2Fdelay?limit=3', 412, /more than 3 nodes/],
      ['production%2Fdelay?format=xml', 400, /openlineage or prov/],
      ['production%2Fdelay?depth=-1', 400, /whole number/],
      ['production%2Fdelay?as-of=x', 400, /as-of/],
      ['nothing', 404, /nothing/],
    ] as const) {
      const response = await app.http.inject(`/v1/lineage/${search}`);
      expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([
        status,
        expect.stringMatching(detail),
      ]);
    }
  });
});
