import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { headwaterProgram } from '../../../src/commands/program.js';
import { shellBlocks } from '../../docs/blocks.js';
import { type Desk, makeDesk } from '../../docs/desk.js';
import { hasPython, pythonWith } from '../../support/foreign/python.js';
import { muted } from '../../support/muted.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const run = promisify(execFile);
/** An older pathspec, because DVC uses what later ones have no more; and one of its packages comes as sources alone. */
const PACKAGES = ['dvc==3.64.0', 'pathspec==0.12.1', '--no-binary=antlr4-python3-runtime'];
const PYTHON = (await hasPython()) ? it : it.skip;
if (PYTHON === it.skip) console.warn('There is no python3 with venv here, so repositories of DVC are not imported.');

/** A repository with two commits of a pipeline, and one that imports what it made. */
const WRITE = `
import json, os, subprocess, sys
os.environ.update(DVC_NO_ANALYTICS='1', GIT_AUTHOR_NAME='a', GIT_AUTHOR_EMAIL='a@b', GIT_COMMITTER_NAME='a', GIT_COMMITTER_EMAIL='a@b')
from dvc.cli import main
def dvc(*args): assert main([*args, '-q']) == 0, args
def git(*args): subprocess.run(['git', *args], check=True, stdout=subprocess.DEVNULL)
def write(path, text):
    with open(path, 'w') as file: file.write(text)
def begin(path):
    os.makedirs(path); os.chdir(path); git('init', '-q'); dvc('init')
def commit(message): git('add', '-A'); git('commit', '-qm', message)
place = sys.argv[1]
begin(place + '/churn')
os.makedirs('data'); write('data/1.csv', 'a\\n'); write('data/é.csv', 'b\\n')
write('prep.py', "import shutil; shutil.copytree('data', 'clean', dirs_exist_ok=True)")
write('train.py', "import json; p = open('params.yaml').read(); open('model.bin', 'w').write(p); json.dump({'auc': 0.5 + len(p) / 100, 'deep': {'f1': 1}}, open('metrics.json', 'w'))")
write('params.yaml', 'train: {lr: 0.1, depth: 3}\\n')
write('dvc.yaml', json.dumps({'stages': {
    'prep': {'cmd': sys.executable + ' prep.py', 'deps': ['data', 'prep.py'], 'outs': ['clean']},
    'train': {'cmd': sys.executable + ' train.py', 'deps': ['clean', 'train.py'], 'params': ['train.lr', 'train.depth'], 'outs': ['model.bin'],
              'metrics': [{'metrics.json': {'cache': False}}]}},
    'artifacts': {'churn': {'path': 'model.bin', 'type': 'model', 'desc': 'Who leaves'}}}))
dvc('add', 'data'); dvc('repro'); commit('one')
write('params.yaml', 'train: {lr: 0.25, depth: 3}\\n'); dvc('repro'); commit('two')
write('README', 'nothing of DVC'); commit('three')
begin(place + '/reports')
dvc('import', place + '/churn', 'clean', '-o', 'raw'); commit('one')
`;

let app: AppUnderTest;
let url: string;
let desk: Desk;
let directory: string;
/** What the page says: the whole history, and what newer commits hold, without writing it. */
let whole: string;
let newer: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  desk = await makeDesk({ url });
  directory = join(desk.folder, 'src');
  const [block] = await shellBlocks('docs/dvc.md');
  [whole = '', newer = ''] = block?.commands.split('\n') ?? [];
  if (PYTHON === it) await (await pythonWith(PACKAGES))(WRITE, directory);
}, 300_000);

afterAll(async () => {
  await app?.close();
  await desk?.close();
});

const type = (line: string) => desk.type(line, { HOME: desk.folder });

function importOf(repository: string, ...options: string[]): Promise<unknown> {
  const args = ['import', 'dvc', join(directory, repository), '--url', url, ...options];
  return muted(() => headwaterProgram('0').parseAsync(args, { from: 'user' }));
}

/** What stands in the project, by kind and label. */
async function stored() {
  const { models, runs, datasets } = await app.graphql<{
    models: { nodes: { name: string; versions: { nodes: Record<string, unknown>[] } }[] };
    runs: { nodes: Record<string, unknown>[] };
    datasets: { nodes: { name: string; versions: { nodes: { digest: string }[] } }[] };
  }>(`{
    models { nodes { name versions { nodes { description run { name metrics { name last } parameters { name value } } } } } }
    runs(orderBy: [{ by: CREATED, direction: ASC }]) { nodes { name status type inputs { role } outputs { role } } }
    datasets { nodes { name versions { nodes { digest } } } }
  }`);
  return { models: models.nodes, runs: runs.nodes, datasets: datasets.nodes };
}

PYTHON('data, executions and models of a history become a graph, once', async () => {
  expect(await type(newer)).toMatch(/^3 commits hold .*\nNothing was changed\.$/m);
  expect((await stored()).runs).toEqual([]);
  await type(whole);
  const once = await stored();
  expect(once.runs).toEqual([
    { name: 'prep', status: 'SUCCEEDED', type: 'TRANSFORM', inputs: [{ role: 'data' }], outputs: [{ role: 'clean' }] },
    ...[1, 2].map(() => ({
      name: 'train',
      status: 'SUCCEEDED',
      type: 'TRAINING',
      inputs: [{ role: 'clean' }],
      outputs: expect.arrayContaining([{ role: 'model.bin' }]),
    })),
  ]);
  expect(once.datasets.map(({ name, versions }) => [name, versions.nodes.length]).toSorted()).toEqual([
    ['churn/clean', 1],
    ['churn/data', 1],
    ['churn/model.bin', 2],
  ]);
  // Made by DVC from the names and digests of two files, one of them not ASCII.
  expect(once.datasets.find(({ name }) => name === 'churn/data')?.versions.nodes[0]?.digest).toMatch(
    /^dvc-md5:[0-9a-f]{32}\.dir$/,
  );
  expect(once.models).toHaveLength(1);
  expect(once.models[0]?.versions.nodes[0]).toEqual({
    description: 'Who leaves',
    run: {
      name: 'train',
      metrics: [
        { name: 'auc', last: expect.any(Number) },
        { name: 'deep.f1', last: 1 },
      ],
      parameters: [
        { name: 'train.depth', value: '3' },
        { name: 'train.lr', value: '0.25' },
      ],
    },
  });
  await importOf('churn');
  expect(await stored()).toEqual(once);
});

PYTHON('what another repository imports leads back to where it was made', async () => {
  await importOf('reports');
  const { lineage } = await app.graphql<{ lineage: { nodes: { node: { label: string } }[] } }>(
    `{ lineage(of: ["\\"reports/raw\\"@1"], direction: UPSTREAM, depth: 5) { nodes { node { label } } } }`,
  );
  const labels = lineage.nodes.map(({ node }) => node.label);
  expect(labels).toEqual(expect.arrayContaining(['"churn/clean"@1', 'prep', '"churn/data"@1']));
});

PYTHON('a dry run changes nothing', async () => {
  const before = await stored();
  await importOf('churn', '--name', 'other', '--dry-run');
  expect(await stored()).toEqual(before);
});

PYTHON('damage is told with its place, and nothing is written', async () => {
  const before = await stored();
  const cache = join(directory, 'churn/.dvc/cache/files/md5');
  const list = (await readdir(cache, { recursive: true })).find((name) => name.endsWith('.dir')) ?? '';
  const bytes = await readFile(join(cache, list));
  await rm(join(cache, list));
  await writeFile(join(cache, list), bytes.subarray(1));
  await expect(importOf('churn', '--name', 'damaged')).rejects.toThrow(/\.dir lists the files of .*damaged or changed/);
  await rm(join(cache, list));
  await writeFile(join(directory, 'churn/dvc.lock'), 'stages: {train: {outs: 7}}');
  const git = (...args: string[]) =>
    run('git', ['-C', join(directory, 'churn'), '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
  await git('commit', '-aqm', 'broken');
  await expect(importOf('churn', '--name', 'damaged')).rejects.toThrow(
    /^dvc\.lock at commit [0-9a-f]{10}: stages\.train\.outs is not as DVC writes it/,
  );
  await writeFile(join(directory, 'churn/dvc.lock'), 'stages: [');
  await git('commit', '-aqm', 'no YAML');
  await expect(importOf('churn', '--name', 'damaged', '--since', '2000-01-01')).rejects.toThrow(/dvc\.lock at commit/);
  expect(await stored()).toEqual(before);
});

it('what is no repository is told so', async () => {
  await expect(importOf('.')).rejects.toThrow(/is no Git repository that can be read/);
});
