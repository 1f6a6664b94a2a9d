import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { headwaterProgram } from '../../../src/commands/program.js';
import { tell } from '../../integrations/openlineage/told.js';
import { hasPython, pythonWith } from '../../support/foreign/python.js';
import { muted } from '../../support/muted.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { graphAround } from './graph-around.js';
import { WRITERS } from './python-packages.js';

const PYTHON = (await hasPython([3, 10])) ? it : it.skip;
if (PYTHON === it.skip)
  console.warn('There is no python3 with venv here, so what the package prov writes is not imported.');

const WRITE = `
import datetime
import prov.model as p
utc = datetime.timezone.utc
d = p.ProvDocument()
d.add_namespace('ex', 'http://example.org/'); d.set_default_namespace('http://d.org/')
raw = d.entity('ex:raw', {'prov:label': 'Raw data', 'ex:size': 12}); clean = d.entity('ex:clean-1'); d.specializationOf(clean, d.entity('ex:clean'))
run = d.activity('ex:cleaning', datetime.datetime(2026, 1, 1, tzinfo=utc), datetime.datetime(2026, 1, 1, 1, tzinfo=utc), {'prov:label': p.Literal('Säubern', langtag='de')})
ann = d.agent('ex:ann', {'prov:type': p.PROV['Person']})
d.used(run, raw, other_attributes={'prov:role': 'input'}); d.wasGeneratedBy(clean, run); d.wasDerivedFrom(clean, raw, run)
d.wasAttributedTo(clean, ann); d.wasAssociatedWith(run, ann); d.alternateOf(clean, raw); d.actedOnBehalfOf(ann, 'boss')
b = d.bundle('ex:more'); b.entity('ex:summary'); b.wasDerivedFrom('ex:summary', 'ex:clean-1')
print(d.serialize())
`;

const MUTATIONS = [
  `registerDatasetVersion(input: {dataset: "flights", location: "s3://x", digest: "1", columns: [{name: "delay", type: INT64}], description: "of a year", owner: "ann", tags: [{key: "a", value: "b"}]}) { created }`,
  `registerDatasetVersion(input: {dataset: "flights", location: "s3://x", digest: "2", columns: [{name: "delay", type: INT64}], derivedFrom: ["flights@1"]}) { created }`,
  `defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }`,
  `publishFeatureSet(input: {name: "rain", entity: "airport", ttlSeconds: 60, features: [
     {name: "n", type: INT64, defaultValue: 3, allowed: {min: 0}, sources: [{dataset: "flights@2:delay"}]}, {name: "x", type: FLOAT64, allowNonFinite: true}]}) { created }`,
  `defineFeatureService(input: {name: "Check out", features: ["rain@1:*~origin", "rain@1:x"]}) { created }`,
  `startRun(input: {type: TRAINING, experiment: "My Experiment", key: "r", name: "train it", inputs: [{ref: "flights@2", role: "rows"}, {ref: "flights"}]}) { run { id } }`,
];

let app: AppUnderTest;
let url: string;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-prov-'));
  app = await startAppUnderTest();
  url = await app.listen();
  for (const mutation of MUTATIONS) await app.graphql(`mutation { ${mutation} }`);
  const { run } = (await app.graphql<{ startRun: { run: { id: string } } }>(`mutation { ${MUTATIONS.at(-1)} }`))
    .startRun;
  // What a training set is: a dataset version that was made from features.
  const { featureSetVersion } = await app.graphql<{ featureSetVersion: { id: string } }>(
    '{ featureSetVersion(ref: "rain@1") { id } }',
  );
  for (const mutation of [
    `registerDatasetVersion(input: {dataset: "set", location: "s3://y", digest: "1", columns: [], run: "${run.id}", derivedFrom: ["${featureSetVersion.id}"]}) { created }`,
    `registerModelVersion(input: {model: "Delay (EU)", artifact: {uri: "s3://m", digest: "1", bytes: 5}, signature: ["rain@1:n~origin", "rain@1:x"], trainedOn: ["set@1"], run: "${run.id}",
       requestInputs: [{name: "km", type: INT64, position: 1}], metrics: [{name: "auc", value: 0.5}]}) { created }`,
    `registerModelVersion(input: {model: "Delay (EU)", artifact: {uri: "s3://m", digest: "2"}, service: "Check out", derivedFrom: ["Delay (EU)@1"]}) { created }`
      .replaceAll('Delay (EU)@', '\\"Delay (EU)\\"@')
      .replace('"Check out"', '"\\"Check out\\""'),
    `finishRun(input: {run: "${run.id}", status: FAILED}) { run { id } }`,
    `deploy(input: {deployment: "production/delay", createEnvironment: true, endpoint: "https://x.example/p", bindings: [
       {modelVersion: "\\"Delay (EU)\\"@1", trafficPercent: 90}, {modelVersion: "\\"Delay (EU)\\"@2", trafficPercent: 10}]}) { changed }`,
  ])
    await app.graphql(`mutation { ${mutation} }`);
}, 60_000);

afterAll(async () => {
  await app?.close();
  await rm(directory, { recursive: true, force: true });
});

function importOf(file: string, project: string, ...options: string[]): Promise<unknown> {
  const args = ['import', 'prov', file, '--url', url, '--project', project, ...options];
  return muted(() => headwaterProgram('0').parseAsync(args, { from: 'user' }));
}

async function fileOf(name: string, content: unknown): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const makeProject = (name: string) =>
  app.graphql('mutation ($name: String!) { createProject(input: { name: $name }) { project { name } } }', { name });

const graphOf = (project: string, ref: string) => graphAround(app, project, ref);

const changesIn = async (project: string) =>
  (
    await app.headwater.answer<{ changes: { nodes: { id: string; action: string }[] } }>(
      '{ changes(first: 500) { nodes { id action } } }',
      {},
      { project },
    )
  ).data?.changes.nodes;

it('jobs, their runs and other names of data come back as what producers told', async () => {
  await makeProject('told');
  const facets = (name: string, fields: object) => ({ [name]: { _producer: 'urn:x', _schemaURL: 'urn:x', ...fields } });
  const [raw, clean] = [
    { namespace: 's3://lake', name: 'raw' },
    { namespace: 's3://lake', name: 'clean' },
  ];
  const event = { producer: 'urn:x', schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent' };
  const [daily, load] = [
    { namespace: 'airflow', name: 'daily' },
    { namespace: 'airflow', name: 'daily.load' },
  ];
  const [whole, part] = ['3f5e83fa-3480-44ff-99c5-ff943904e5e8', '3f5e83fa-3480-44ff-99c5-ff943904e5e9'];
  const symlinks = facets('symlinks', { identifiers: [{ namespace: 'hive', name: 'raw', type: 'TABLE' }] });
  for (const told of [
    { eventType: 'START', eventTime: '2026-01-01T00:00:00Z', run: { runId: whole }, job: daily },
    {
      eventType: 'FAIL',
      eventTime: '2026-01-01T01:00:00Z',
      run: { runId: part, facets: facets('parent', { run: { runId: whole }, job: daily }) },
      job: load,
      inputs: [{ ...raw, facets: symlinks }],
      outputs: [clean],
    },
    { eventTime: '2026-01-01T01:00:00Z', job: { namespace: 'airflow', name: 'other' }, inputs: [clean], outputs: [] },
  ])
    expect(await tell(app, { ...event, ...told })).toMatchObject({ status: 201 });
  const { body } = await app.http.inject('/v1/lineage/%22s3%3A%2F%2Flake%2Fraw%22?format=prov&direction=both');
  const file = await fileOf('told.json', body);
  await importOf(file, 'told');
  const [copy, original] = [await graphOf('told', '"s3://lake/raw"'), await graphOf('default', '"s3://lake/raw"')];
  expect(original.edges.join()).toMatch(/SAME_AS.*/);
  expect(original.nodes.join()).toMatch(/JOB.*airflow/);
  expect(copy.nodes).toEqual(original.nodes);
  expect(copy.edges).toEqual(original.edges);
  const after = await changesIn('told');
  await importOf(file, 'told');
  expect(await changesIn('told')).toEqual(after);
});

it('what Headwater exported becomes the same graph in an empty project, once', async () => {
  await makeProject('copy');
  const { body } = await app.http.inject('/v1/lineage/production%2Fdelay?format=prov&direction=both');
  const file = await fileOf('own.json', body);
  await importOf(file, 'copy', '--dry-run');
  const before = await changesIn('copy');
  await importOf(file, 'copy');
  const copy = await graphOf('copy', 'production/delay');
  const original = await graphOf('default', 'production/delay');
  expect(copy.nodes).toEqual(original.nodes);
  expect(copy.edges).toEqual(original.edges);
  const after = await changesIn('copy');
  expect(after?.length).toBeGreaterThan(before?.length ?? 0);
  await importOf(file, 'copy');
  expect(await changesIn('copy')).toEqual(after);
});

PYTHON('what the package prov writes becomes datasets, runs and edges, once', async () => {
  await makeProject('foreign');
  const file = await fileOf('foreign.json', await (await pythonWith(WRITERS))(WRITE));
  await importOf(file, 'foreign');
  const { edges, nodes } = await graphOf('foreign', '"http://example.org/summary"@1');
  expect(edges).toEqual([
    '["DATASET \\"http://example.org/clean\\"","VERSION_OF","DATASET_VERSION \\"http://example.org/clean\\"@1",{}]',
    '["DATASET \\"http://example.org/raw\\"","VERSION_OF","DATASET_VERSION \\"http://example.org/raw\\"@1",{}]',
    '["DATASET \\"http://example.org/summary\\"","VERSION_OF","DATASET_VERSION \\"http://example.org/summary\\"@1",{}]',
    '["DATASET_VERSION \\"http://example.org/clean\\"@1","DERIVED_FROM","DATASET_VERSION \\"http://example.org/summary\\"@1",{}]',
    '["DATASET_VERSION \\"http://example.org/raw\\"@1","DERIVED_FROM","DATASET_VERSION \\"http://example.org/clean\\"@1",{}]',
    '["DATASET_VERSION \\"http://example.org/raw\\"@1","INPUT","RUN Säubern",{"role":"input"}]',
    '["EXPERIMENT prov","CHILD_OF","RUN Säubern",{}]',
    '["RUN Säubern","OUTPUT","DATASET_VERSION \\"http://example.org/clean\\"@1",{}]',
  ]);
  expect(nodes).toContainEqual(expect.stringContaining('"description":"Säubern","owner":"ann","status":"SUCCEEDED"'));
  const after = await changesIn('foreign');
  await importOf(file, 'foreign');
  expect(await changesIn('foreign')).toEqual(after);
});

it('sections, prefixes and bundles may come in any order, and what is told twice is one thing', async () => {
  await makeProject('any-order');
  const text = `\ufeff{"wasDerivedFrom": {"d": [{"prov:generatedEntity": "ex:b", "prov:usedEntity": "ex:a"}]},
    "bundle": {"ex:more": {"used": {"u": {"prov:activity": "run", "prov:entity": "ex:b"}}, "prefix": {"ex": "http://inner/"},
                           "activity": {"run": {"prov:label": "of the bundle"}}}},
    "entity": {"ex:a": {"ex:size": 1, "ex:size": 2}, "ex:a": {"ex:size": 3, "ex:kind": "raw"}},
    "agent": {"ex:ann": {}}, "wasAttributedTo": {"o": {"prov:entity": "ex:a", "prov:agent": "ex:ann"}},
    "prefix": {"ex": "http://outer/"}}`;
  await importOf(await fileOf('any-order.json', text), 'any-order');
  const derived = await graphOf('any-order', '"http://outer/b"@1');
  expect(derived.edges).toContain(
    '["DATASET_VERSION \\"http://outer/a\\"@1","DERIVED_FROM","DATASET_VERSION \\"http://outer/b\\"@1",{}]',
  );
  expect(derived.nodes.join()).toContain('"owner":"ann"');
  const { data } = await app.headwater.answer<{ runs: { nodes: object[] } }>(
    '{ runs { nodes { name inputs { node { label } } } } }',
    {},
    { project: 'any-order' },
  );
  expect(data?.runs.nodes).toEqual([{ name: 'of the bundle', inputs: [{ node: { label: '"http://inner/b"@1' } }] }]);
});

it('what is damaged, or goes round in a circle, is told with its place, and nothing is written', async () => {
  await makeProject('damaged');
  const { body } = await app.http.inject('/v1/lineage/production%2Fdelay?format=prov');
  const cut = Array.from({ length: 19 }, (_, part) => body.slice(0, ((part + 1) * body.length) / 20));
  const circle = {
    wasDerivedFrom: {
      a: { 'prov:generatedEntity': 'x', 'prov:usedEntity': 'y' },
      b: { 'prov:generatedEntity': 'y', 'prov:usedEntity': 'x' },
    },
  };
  const node = (fields: object) => ({
    prefix: { headwater: 'urn:headwater:' },
    entity: { e: { 'headwater:kind': 'DATASET_VERSION', ...fields } },
  });
  const cases: readonly [unknown, RegExp][] = [
    ...cut.map((text): [string, RegExp] => [text, /damaged\.json, line 1, column \d+: it is no JSON/]),
    [{ bundle: { b: { entity: { e: 7 } } } }, /bundle\.b\.entity\.e is 7; PROV-JSON has an object there/],
    [{ entity: [] }, /entity is \[\]; PROV-JSON has an object there/],
    [{}, /holds no entity, activity or agent/],
    [circle, /goes round in a circle: [xy], which was made from [xy], which was made from [xy]\. Nothing/],
    [node({}), /the headwater:definition of a DATASET_VERSION is not as Headwater exports it: digest/],
    [node({ 'headwater:definition': '{' }), /its headwater:definition is "\{"; Headwater writes an object/],
    [{ activity: { a: { 'prov:startTime': 'soon' } } }, /has the time "soon", which is none/],
  ];
  for (const [content, message] of cases)
    await expect(importOf(await fileOf('damaged.json', content), 'damaged')).rejects.toThrow(message);
  expect(await changesIn('damaged')).toHaveLength(
    (await changesIn('damaged'))?.filter(({ action }) => action.startsWith('project')).length ?? -1,
  );
});
