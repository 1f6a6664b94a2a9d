import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ForeignServer } from '../../../src/commands/import/reading/foreign-server.js';
import { headwaterProgram } from '../../../src/commands/program.js';
import { muted } from '../../support/muted.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { image, record, scalar } from './event-records.js';

const run = promisify(execFile);
let app: AppUnderTest;
let url: string;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-hostile-'));
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(async () => {
  await app?.close();
  await rm(directory, { recursive: true, force: true });
});

function importAloud(kind: string, where: string, ...options: string[]): Promise<unknown> {
  return headwaterProgram('0').parseAsync(['import', kind, where, '--url', url, ...options], { from: 'user' });
}

const importOf = (...args: Parameters<typeof importAloud>) => muted(() => importAloud(...args));

async function write(path: string, content: string | Uint8Array): Promise<string> {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function runs() {
  const { runs: found } = await app.graphql<{ runs: { nodes: { name: string; status: string }[] } }>(
    '{ runs(first: 100) { nodes { name status metrics { name last } artifacts(first: 9) { nodes { path } } } } }',
  );
  return found.nodes;
}

/** A run in a folder `mlruns`, and what else lies in it. */
async function mlruns(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const meta = 'run_id: abc\nrun_name: "a\\nb"\nstatus: 3\nstart_time: 1000\nend_time: 2000\nlifecycle_stage: active\n';
  await write(`${name}/1/meta.yaml`, 'name: hostile\nlifecycle_stage: active\n');
  await write(`${name}/1/abc/meta.yaml`, meta);
  for (const [path, content] of Object.entries(files)) await write(`${name}/1/abc/${path}`, content);
  return join(directory, name);
}

it('of MLflow reads no file that is damaged, endless or elsewhere', async () => {
  const history = await mlruns('history', { 'metrics/loss': '1 0.5 0\n2 soon 1\n1x 3 3\n' });
  await expect(importOf('mlflow', history)).rejects.toThrow(/loss, line 3: "1x 3 3" is not a timestamp/);
  const sparse = await mlruns('sparse', { 'params/lr': '' });
  await truncate(join(sparse, '1/abc/params/lr'), 10 * 1024 ** 3);
  await expect(importOf('mlflow', sparse)).rejects.toThrow(/lr has 10,737,418,240 bytes; at most/);
  const endless = await mlruns('endless', { 'metrics/loss': '' });
  await truncate(join(endless, '1/abc/metrics/loss'), 3 * 1024 ** 3);
  await expect(importOf('mlflow', endless)).rejects.toThrow(/loss, line 1: it has more than/);
  const laughs = await mlruns('laughs', { 'inputs/x/meta.yaml': 'source_id: &a [*a]\n' });
  await expect(importOf('mlflow', laughs)).rejects.toThrow(/the alias \*a stands in what it means/);
  const up = await mlruns('up', { 'inputs/x/meta.yaml': 'source_id: ../../../../secret\n' });
  await expect(importOf('mlflow', up)).rejects.toThrow(/source_id/);
  expect(await runs()).toEqual([]);
  const linked = await mlruns('linked', {});
  await write('secret/key.pem', 'secret');
  await symlink(join(directory, 'secret'), join(linked, '1/abc/artifacts'));
  await importOf('mlflow', linked);
  expect(await runs()).toMatchObject([{ name: 'a b', status: 'SUCCEEDED', artifacts: { nodes: [] } }]);
});

async function serving<T>(listener: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('asks a server that lies, sends elsewhere or gives pages without end no further', async () => {
  const json =
    (body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener =>
    (_, response) =>
      void response.writeHead(status, headers).end(JSON.stringify(body));
  for (const [listener, message] of [
    [json({ experiments: [], next_page_token: 'again' }), /pages without end: its token "again" came before/],
    [json({ experiments: [{ name: 5 }] }), /answered api\/2\.0\/mlflow\/experiments\/search otherwise than MLflow/],
    [
      json('', 302, { location: 'http://169.254.169.254/latest' }),
      /sends to "http:\/\/169\.254\.169\.254\/latest", which is another place/,
    ],
    [json('', 307, { location: '/again' }), /more than 5 times/],
    [json('', 200), /otherwise than MLflow/],
    [
      ((_: unknown, response: { end(text: string): void }) => response.end('{"experiments": [')) as RequestListener,
      /line 1, column \d+: it is no JSON/,
    ],
  ] as const)
    await serving(listener, (from) => expect(importOf('mlflow', from)).rejects.toThrow(message));
  const silent: RequestListener = () => undefined;
  await serving(silent, (from) =>
    expect(new ForeignServer({ url: from, patienceMs: 30 }).json('x')).rejects.toThrow(
      /does not answer \(in 0\.03 s\)/,
    ),
  );
  const stopping: RequestListener = (_, response) => void response.write('[');
  await serving(stopping, (from) =>
    expect(new ForeignServer({ url: from, patienceMs: 200 }).json('x')).rejects.toThrow(
      /nothing came for 0\.2 s|does not answer/,
    ),
  );
});

it('of a file of JSON tells what is no JSON, too long or too deep with its place, whatever its length', async () => {
  const model = '{"id": "1", "name": "hostile", "__proto__": {"id": 5}, "constructor": 1}';
  const lists = (versions: string) =>
    `\ufeff{"nextPageToken": "", "registeredModels": [${model}],\n "model_versions": {"items": [${versions}]}}`;
  const version = (more: string) => `{"id": "v", "name": "first", "registeredModelId": "1", ${more} "author": "ann"}`;
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  for (const [content, message] of [
    [
      lists(version('"time": NaN,')),
      /line 2, column \d+: it is no JSON: "N" stands where it can't of model_versions\.items\[0\]\.time/,
    ],
    [lists(version(`"customProperties": ${'['.repeat(2000)}${']'.repeat(2000)},`)), /it is nested more than 500 deep/],
    [
      lists(version(`"description": "${'x'.repeat(17 * 1024 ** 2)}",`)),
      /what stands here of .*description has more than 16,777,216 bytes/,
    ],
    [
      lists(version('"createTimeSinceEpoch": true,')),
      /items\[0\]\.createTimeSinceEpoch is not as Kubeflow's model registry writes it/,
    ],
    [bytes(lists(version('')).slice(1).replace('ann', '\xff\xfe')), /it is no text in UTF-8|stands where it can't/],
    [`${lists('')} {}`, /line 2, column \d+: it is no JSON/],
    [lists(`${version('')},`), /it is no JSON: "\]" stands where it can't/],
    [
      lists(
        `${version('')}, ${version('"author": "ben",')}, ${version('')}`.replace('"ben", "author": "ann"', '"ben"'),
      ),
      /items\[2\]|came before, for something else/,
    ],
  ] as const)
    await expect(importOf('kubeflow', await write('hostile.json', content))).rejects.toThrow(message);
  await importOf('kubeflow', await write('hostile.json', lists(version('"author": "ben",'))));
  const { modelVersion } = await app.graphql<{ modelVersion: { owner: string } }>(
    '{ modelVersion(ref: "hostile@1") { owner } }',
  );
  // Of equal names the last stands.
  expect(modelVersion.owner).toBe('ann');
});

it('reads no YAML of DVC that says itself again without end', async () => {
  const repository = join(directory, 'repository');
  await mkdir(repository);
  const git = (...args: string[]) =>
    run('git', ['-C', repository, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
  await git('init', '-q');
  let isFirst = true;
  const laughs = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}]`);
  for (const [content, message] of [
    ['stages: &a {x: *a}\n', /dvc\.lock at commit \w+ is not YAML that ends: the alias \*a/],
    [`l0: &l0 [x]\n${laughs.join('\n')}\n`, /dvc\.lock at commit \w+ is not YAML that is read: Excessive alias count/],
    ['stages: {x: [\n', /dvc\.lock at commit \w+, line 2 is not YAML/],
  ] as const) {
    await write('repository/dvc.lock', content);
    await git('add', '-A');
    await git('commit', '-qm', 'one', ...(isFirst ? [] : ['--amend']));
    isFirst = false;
    await expect(importOf('dvc', repository)).rejects.toThrow(message);
  }
});

it('of TensorBoard takes odd names, and no length or file that is none; two at once are one', async () => {
  const huge = await write('huge/events.tfevents.1', record(scalar('loss', 1, 1), 2 ** 40));
  await expect(importOf('tensorboard', dirname(huge))).rejects.toThrow(
    /byte 0: here the length of a record would stand/,
  );
  await write('empty/events.tfevents.1', '');
  await truncate(join(directory, 'empty/events.tfevents.1'), 10 * 1024 ** 3);
  await expect(importOf('tensorboard', join(directory, 'empty'))).rejects.toThrow(/byte 0: here the length/);
  const odd = [scalar(`${'x'.repeat(300)} `, 1, 1), scalar('line\nbreak', 1, 2), image('../../../etc/./passwd')];
  const points = Array.from({ length: 200 }, (_, step) => scalar('loss', step, step));
  await write(
    'odd/a "quoted", name/events.tfevents.1',
    Buffer.concat([...odd, ...points, ...points].map((each) => record(each))),
  );
  await muted(() =>
    Promise.all([0, 1].map(() => importAloud('tensorboard', join(directory, 'odd'), '--experiment', 'odd'))),
  );
  await importOf('tensorboard', join(directory, 'odd'), '--experiment', 'odd');
  expect((await runs()).filter(({ name }) => name.includes('quoted'))).toMatchObject([
    {
      name: 'a "quoted", name',
      status: 'SUCCEEDED',
      metrics: [
        { name: 'line break', last: 2 },
        { name: 'loss', last: 199 },
        { name: 'x'.repeat(250), last: 1 },
      ],
      artifacts: { nodes: [{ path: 'images' }] },
    },
  ]);
});
