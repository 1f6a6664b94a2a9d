import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { headwaterProgram } from '../../../src/commands/program.js';
import { shellBlocks } from '../../docs/blocks.js';
import { type Desk, makeDesk } from '../../docs/desk.js';
import { MLFLOW_CLIENT, MLFLOW_SERVER } from '../../integrations/mlflow/python-packages.js';
import { startStockServer } from '../../integrations/mlflow/replay/stock-server.js';
import { casesOf } from '../../support/cases.js';
import { hasPython, pythonIn, pythonWith } from '../../support/foreign/python.js';
import { muted } from '../../support/muted.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const PYTHON = (await hasPython()) ? it : it.skip;
if (PYTHON === it.skip) console.warn('There is no python3 with venv here, so files of MLflow are not imported.');

/** What a training may leave behind, in a folder or on a server. */
const WRITE = `
import os, sys
os.environ.update(MLFLOW_ALLOW_FILE_STORE='true', MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR='false')
import mlflow, pandas
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment('My Experiment')
with mlflow.start_run(run_name='parent') as run:
    mlflow.log_params({'lr': 0.1, 'layers': '[1, 2]'})
    for step in range(5): mlflow.log_metric('loss/train', 1 / (step + 1), step=step)
    mlflow.log_metric('odd', float('nan')); mlflow.log_metric('odd', float('-inf'), step=1)
    mlflow.log_text('hello', 'notes/a b.txt')
    mlflow.log_input(mlflow.data.from_pandas(pandas.DataFrame({'a': [1]}), name='spring'), context='training')
    with mlflow.start_run(run_name='child', nested=True): mlflow.set_tag('team', 'red')
mlflow.start_run(run_name='still'); mlflow.log_metric('m', 1)
client = mlflow.MlflowClient()
client.create_registered_model("it's")
for _ in range(3): client.create_model_version("it's", source=run.info.artifact_uri + '/notes', run_id=run.info.run_id)
client.delete_model_version("it's", '2')
client.set_registered_model_alias("it's", 'champion', '3')
os._exit(0)  # The last run is left RUNNING.
`;

/** MLflow's server keeps -Infinity as the least double. */
const LEAST = casesOf<number | string>('-Infinity', -Number.MAX_VALUE);

let app: AppUnderTest;
let url: string;
let desk: Desk;
let folder: string;
/** What the page says: of a folder, and of another server. */
let ofFolder: string;
let ofServer: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  desk = await makeDesk({ url });
  folder = join(desk.folder, 'mlruns');
  const blocks = await shellBlocks('docs/mlflow.md');
  [ofFolder = '', ofServer = ''] = blocks[1]?.commands.split('\n') ?? [];
  if (PYTHON === it) await (await pythonWith(MLFLOW_CLIENT))(WRITE, `file:${folder}`);
}, 200_000);

afterAll(async () => {
  await app?.close();
  await desk?.close();
});

async function importInto(project: string, from: string, ...options: string[]): Promise<void> {
  const args = ['import', 'mlflow', from, '--url', url, '--project', project, ...options];
  await muted(() => headwaterProgram('0').parseAsync(args, { from: 'user' }));
}

/** Types a line of the page, which says nothing of a project. */
const type = (line: string, project: string) => desk.type(line, { HEADWATER_URL: `${url}/p/${project}` });

const makeProject = (name: string) =>
  app.graphql('mutation ($name: String!) { createProject(input: { name: $name }) { project { name } } }', { name });

/** What stands in a project, without what differs from import to import. */
async function standsIn(project: string) {
  const { data, errors } = await app.headwater.answer<Record<string, unknown>>(
    `{ runs(orderBy: [{ by: NAME, direction: ASC }]) { nodes {
         name status startedAt endedAt parent { name } experiment { name } parameters { name value } tags { key value }
         metrics { name last first step time } inputs { role node { label } } artifacts(path: "notes", first: 5) { nodes { path size digest } } } }
       models { nodes { name aliases { alias modelVersion { tags { key value } } } versions { nodes { label run { name } tags { key value } } } } } }`,
    {},
    { project },
  );
  expect(errors).toEqual([]);
  return data;
}

PYTHON('a folder becomes runs, datasets, files and models with their aliases, once', async () => {
  await makeProject('once');
  await type(ofFolder, 'once');
  const once = await standsIn('once');
  expect(once).toMatchObject({
    runs: {
      nodes: [
        { name: 'child', status: 'SUCCEEDED', parent: { name: 'parent' } },
        {
          name: 'parent',
          status: 'SUCCEEDED',
          parent: null,
          experiment: { name: 'My Experiment' },
          parameters: [
            { name: 'layers', value: '[1, 2]' },
            { name: 'lr', value: '0.1' },
          ],
          metrics: [
            { name: 'loss/train', last: 0.2, first: 1, step: 4 },
            { name: 'odd', last: '-Infinity', first: 'NaN', step: 1 },
          ],
          inputs: [{ role: 'training', node: { label: 'spring@1' } }],
          artifacts: { nodes: [{ path: 'notes/a b.txt', size: 5 }] },
        },
        { name: 'still', status: 'RUNNING', metrics: [{ name: 'm', last: 1 }] },
      ],
    },
    models: {
      nodes: [
        {
          name: "it's",
          aliases: [
            {
              alias: 'champion',
              modelVersion: { tags: expect.arrayContaining([{ key: 'mlflow.version', value: '3' }]) },
            },
          ],
          versions: { nodes: [{ label: "it's@2", run: { name: 'parent' } }, { label: "it's@1" }] },
        },
      ],
    },
  });
  await importInto('once', folder);
  expect(await standsIn('once')).toEqual(once);
});

PYTHON(
  'a server becomes the same as its folder would',
  async () => {
    const python = casesOf(false, true) ? await pythonIn(MLFLOW_SERVER) : undefined;
    const server = python === undefined ? undefined : await startStockServer(python);
    // The service itself speaks the protocol; LONG=1 asks MLflow's own server.
    await makeProject('server');
    await makeProject('copy');
    const from = server?.url ?? `${url}/p/server`;
    try {
      await (await pythonWith(MLFLOW_CLIENT))(WRITE, from);
      await type(ofServer.replace('https://mlflow.example.org', from), 'copy');
      const copy = await standsIn('copy');
      expect(copy).toMatchObject({
        runs: {
          nodes: [
            { name: 'child', parent: { name: 'parent' } },
            { name: 'parent', metrics: [{ last: 0.2 }, { last: LEAST }] },
            { name: 'still' },
          ],
        },
        models: {
          nodes: [{ aliases: [{ alias: 'champion' }], versions: { nodes: [{ run: { name: 'parent' } }, {}] } }],
        },
      });
      await importInto('copy', from);
      expect(await standsIn('copy')).toEqual(copy);
    } finally {
      await server?.close();
    }
  },
  200_000,
);

PYTHON('a damaged file is named, and nothing is written', async () => {
  await makeProject('damaged');
  const names = await readdir(folder, { recursive: true });
  const meta = join(folder, names.find((name) => /^\d+\/[0-9a-f]{32}\/meta\.yaml$/.test(name)) ?? '');
  const text = await readFile(meta, 'utf8');
  await writeFile(meta, text.replace(/^run_id:.*$/m, ''));
  await expect(importInto('damaged', folder)).rejects.toThrow(/meta\.yaml is not as MLflow writes it: .*run_id/s);
  await writeFile(meta, text.slice(0, 40).replace(/$/, '\n: ['));
  await expect(importInto('damaged', folder)).rejects.toThrow(/meta\.yaml, line 2 is not YAML/);
  await writeFile(meta, text);
  expect(await standsIn('damaged')).toEqual({ runs: { nodes: [] }, models: { nodes: [] } });
});

it('what is not there is told so', async () => {
  await expect(importInto('default', join(desk.folder, 'none'))).rejects.toThrow(/ENOENT/);
  await expect(importInto('default', 'http://127.0.0.1:2')).rejects.toThrow(
    /127\.0\.0\.1:2 does not answer \(ECONNREFUSED\)/,
  );
});
