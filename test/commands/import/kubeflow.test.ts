import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { headwaterProgram } from '../../../src/commands/program.js';
import { hasPython, pythonWith } from '../../support/foreign/python.js';
import { muted } from '../../support/muted.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { WRITERS } from './python-packages.js';

const PYTHON = (await hasPython([3, 10])) ? it : it.skip;
if (PYTHON === it.skip) console.warn('There is no python3 with venv here, so what Kubeflow writes is not imported.');

/** Lists as the REST API gives them, written by the classes of Kubeflow's own client. */
const WRITE = `
import importlib.util, json, sys, types
# Without its HTTP client, which is not installed.
package = types.ModuleType('mr_openapi'); package.__path__ = importlib.util.find_spec('mr_openapi').submodule_search_locations
sys.modules['mr_openapi'] = package
import mr_openapi.models as m
text = lambda value: m.MetadataValue(m.MetadataStringValue(string_value=value, metadataType='MetadataStringValue'))
number = lambda value: m.MetadataValue(m.MetadataDoubleValue(double_value=value, metadataType='MetadataDoubleValue'))
write = lambda items: {'items': [json.loads(item.to_json()) for item in items], 'pageSize': 100, 'size': len(items), 'nextPageToken': ''}
lists = {
  'registered_models': write([
    m.RegisteredModel(id='1', name='Churn (EU)', description='Who leaves', owner='ann', createTimeSinceEpoch='1700000000000', tasks=['classify', 'rank'],
                      customProperties={'gold': text(''), 'score': number(0.5)}),
    m.RegisteredModel(id='2', name='empty', state='ARCHIVED')]),
  'model_versions': write([
    m.ModelVersion(id='4', name='v2', registeredModelId='1', author='ben', createTimeSinceEpoch='1700000002000'),
    m.ModelVersion(id='3', name='v1', registeredModelId='1', state='ARCHIVED', description='the first', createTimeSinceEpoch='1700000001000')]),
  'model_versions/3/artifacts': write([
    m.Artifact(m.ModelArtifact(id='5', name='onnx', uri='s3://models/1', modelFormatName='onnx', modelFormatVersion='1', modelSourceKind='kfp',
                               modelSourceClass='pipelinerun', modelSourceGroup='team-a', modelSourceId='run-7', modelSourceName='nightly')),
    m.Artifact(m.Metric(id='6', name='auc', value=0.75)), m.Artifact(m.Parameter(id='7', name='lr', value='0.1', parameterType='number')),
    m.Artifact(m.DocArtifact(id='8', name='card', uri='s3://docs/card')),
    m.Artifact(m.DataSet(id='9', name='spring', digest='abc', uri='s3://data/spring'))]),
  'model_versions/4/artifacts': write([m.Artifact(m.ModelArtifact(id='10', uri='s3://models/2'))]),
  'serving_environments': write([m.ServingEnvironment(id='11', name='Production EU')]),
  'inference_services': write([
    m.InferenceService(id='12', name='churn', registeredModelId='1', servingEnvironmentId='11', runtime='kserve'),
    m.InferenceService(id='13', name='old', registeredModelId='1', servingEnvironmentId='11', modelVersionId='3', desiredState='UNDEPLOYED')]),
}
print(json.dumps(lists))
`;

type Lists = Record<string, { items: { id: string; name?: string }[] }>;

let app: AppUnderTest;
let url: string;
let directory: string;
let lists: Lists;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-kubeflow-'));
  app = await startAppUnderTest();
  url = await app.listen();
  if (PYTHON === it) lists = JSON.parse(await (await pythonWith(WRITERS))(WRITE)) as Lists;
}, 200_000);

afterAll(async () => {
  await app?.close();
  await rm(directory, { recursive: true, force: true });
});

function importOf(where: string, project: string, ...options: string[]): Promise<unknown> {
  const args = ['import', 'kubeflow', where, '--url', url, '--project', project, ...options];
  return muted(() => headwaterProgram('0').parseAsync(args, { from: 'user' }));
}

async function fileOf(name: string, content: unknown): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const makeProject = (name: string) =>
  app.graphql('mutation ($name: String!) { createProject(input: { name: $name }) { project { name } } }', { name });

async function standsIn(project: string) {
  const { data, errors } = await app.headwater.answer<Record<string, unknown>>(
    `{ models { nodes { name description owner tags { key value } versions { nodes { label description owner artifact { uri format } metrics { name value }
         tags { key value } run { name status experiment { name } } trainedOn { label digest location } } } } }
       environments { nodes { name } } deployments { nodes { label bindings { modelVersion { label } trafficPercent } } }
       runs { totalCount } datasets { nodes { label } } changes { nodes { id } } }`,
    {},
    { project },
  );
  expect(errors).toEqual([]);
  return data;
}

PYTHON('a registry in a file becomes models, runs, datasets and deployments, once', async () => {
  await makeProject('file');
  const file = await fileOf('registry.json', lists);
  await importOf(file, 'file', '--dry-run');
  expect(await standsIn('file')).toMatchObject({ models: { nodes: [] }, environments: { nodes: [] } });
  await importOf(file, 'file');
  const once = await standsIn('file');
  expect(once).toMatchObject({
    models: {
      nodes: [
        {
          name: 'Churn (EU)',
          description: 'Who leaves',
          owner: 'ann',
          tags: expect.arrayContaining([
            { key: 'gold', value: '' },
            { key: 'score', value: '0.5' },
            { key: 'tasks', value: 'classify, rank' },
          ]),
          versions: {
            nodes: [
              { label: '"Churn (EU)"@2', owner: 'ben', artifact: { uri: 's3://models/2', format: null }, run: null },
              {
                description: 'the first',
                artifact: { uri: 's3://models/1', format: 'onnx' },
                metrics: [{ name: 'auc', value: 0.75 }],
                tags: expect.arrayContaining([
                  { key: 'kubeflow.version', value: 'v1' },
                  { key: 'kubeflow.state', value: 'ARCHIVED' },
                  { key: 'parameter.lr', value: '0.1' },
                  { key: 'kubeflow.doc-artifact.card', value: 's3://docs/card' },
                ]),
                run: { name: 'nightly', status: 'SUCCEEDED', experiment: { name: 'team-a' } },
                trainedOn: [{ label: 'spring@1', digest: 'kubeflow:abc', location: 's3://data/spring' }],
              },
            ],
          },
        },
      ],
    },
    environments: { nodes: [{ name: 'production_eu' }] },
    deployments: {
      nodes: [
        {
          label: 'production_eu/churn',
          bindings: [{ modelVersion: { label: '"Churn (EU)"@2' }, trafficPercent: 100 }],
        },
      ],
    },
  });
  await importOf(file, 'file');
  expect(await standsIn('file')).toEqual(once);
});

/** Answers as a registry does, an item a page. */
function registryServer(): Promise<Server> {
  const server = createServer(({ url: asked = '' }, response) => {
    const [, path = '', query] = /^\/api\/model_registry\/v1alpha3\/(.*)\?(.*)$/.exec(asked) ?? [];
    const items = lists[path]?.items;
    const at = Number(new URLSearchParams(query).get('nextPageToken') ?? 0);
    const page = items && {
      items: items.slice(at, at + 1),
      nextPageToken: at + 1 < items.length ? String(at + 1) : '',
    };
    response.statusCode = page === undefined ? 404 : 200;
    response.end(JSON.stringify(page ?? { code: '404', message: 'no such path' }));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

PYTHON('a server, page by page, and nested lists become the same as its file', async () => {
  for (const name of ['one', 'other', 'nested']) await makeProject(name);
  await importOf(await fileOf('one.json', lists), 'one');
  const server = await registryServer();
  try {
    await importOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'other');
  } finally {
    server.close();
  }
  const artifacts = Object.fromEntries(['3', '4'].map((id) => [id, lists[`model_versions/${id}/artifacts`]]));
  const nested = {
    registeredModels: lists.registered_models?.items,
    modelVersions: lists.model_versions?.items,
    modelArtifacts: artifacts,
    servingEnvironments: lists.serving_environments?.items.map((each) => ({
      ...each,
      inferenceServices: lists.inference_services?.items,
    })),
  };
  await importOf(await fileOf('nested.ndjson', `${JSON.stringify(nested)}\n`), 'nested');
  const withoutChanges = async (project: string) => ({ ...(await standsIn(project)), changes: undefined });
  expect(await withoutChanges('other')).toEqual(await withoutChanges('one'));
  expect(await withoutChanges('nested')).toEqual(await withoutChanges('one'));
});

PYTHON('what is damaged is told with its place, and nothing is written', async () => {
  await makeProject('damaged');
  const whole = JSON.stringify(lists, null, 1);
  const broken = (change: (copy: Lists) => void) => {
    const copy = structuredClone(lists);
    change(copy);
    return copy;
  };
  const cases: readonly [unknown, RegExp][] = [
    ...Array.from({ length: 19 }, (_, part): [string, RegExp] => [
      whole.slice(0, ((part + 1) * whole.length) / 20),
      /registry\.json, line \d+, column \d+: it is no JSON/,
    ]),
    ['', /is no JSON|no JSON/],
    ['[{"name": "x"}]', /holds no registered models|nothing says what it is/],
    [
      broken((copy) => Object.assign(copy.model_versions?.items[0] ?? {}, { registeredModelId: '99' })),
      /"99", which is not there/,
    ],
    [broken((copy) => Object.assign(copy.registered_models?.items[1] ?? {}, { id: '1' })), /the id "1" came before/],
    [
      broken((copy) => Object.assign(copy.registered_models?.items[0] ?? {}, { name: 7 })),
      /items\[0\]\.name is not as Kubeflow/,
    ],
  ];
  for (const [content, message] of cases)
    await expect(importOf(await fileOf('damaged-registry.json', content), 'damaged')).rejects.toThrow(message);
  await expect(importOf('/dev/zero', 'damaged')).rejects.toThrow('no regular file');
  expect(await standsIn('damaged')).toMatchObject({ models: { nodes: [] }, environments: { nodes: [] } });
});
