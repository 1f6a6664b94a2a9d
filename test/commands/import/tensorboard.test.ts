import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadwaterClient } from '@headwater/client';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { followTensorboard } from '../../../src/commands/import/tensorboard/follow-tensorboard.js';
import { headwaterProgram } from '../../../src/commands/program.js';
import { shellBlocks } from '../../docs/blocks.js';
import { type Desk, makeDesk } from '../../docs/desk.js';
import { eventually } from '../../support/eventually.js';
import { hasPython, pythonWith } from '../../support/foreign/python.js';
import { muted } from '../../support/muted.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { between } from './cut-connection.js';

const PACKAGES = ['tensorboardX==2.6.2.2', 'numpy==2.0.2', 'pillow==11.0.0', 'protobuf==5.28.3'];
const PYTHON = (await hasPython()) ? it : it.skip;
if (PYTHON === it.skip) console.warn('There is no python3 with venv here, so files of tensorboardX are not imported.');

const STEPS = 12_000;
const WRITE = `
import sys, numpy as np
from tensorboardX import SummaryWriter
writer = SummaryWriter(sys.argv[1] + '/first/fold 1')
for step in range(${STEPS}): writer.add_scalar('loss/train', 0.1, step, walltime=1e9 + step)
writer.add_scalar('odd', float('nan'), 1, walltime=1e9)
writer.add_scalar('odd', float('-inf'), 2, walltime=1e9)
writer.add_image('digits/one', np.zeros((3, 4, 4), dtype=np.uint8), 7)
writer.add_histogram('weights', np.arange(10), 1)
writer.add_hparams({'lr': 0.1, 'layers': 3, 'optimizer': 'adam', 'nesterov': True}, {'accuracy': 0.9}, name='trial')
writer.close()
`;

let app: AppUnderTest;
let url: string;
let desk: Desk;
let directory: string;
let logs: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  desk = await makeDesk({ url });
  directory = desk.folder;
  logs = join(directory, 'runs');
  if (PYTHON === it) await (await pythonWith(PACKAGES))(WRITE, logs);
}, 200_000);

afterAll(async () => {
  await app?.close();
  await desk?.close();
});

function importOf(folder: string, ...options: string[]): Promise<unknown> {
  const args = ['import', 'tensorboard', folder, '--url', url, ...options];
  return muted(() => headwaterProgram('0').parseAsync(args, { from: 'user' }));
}

/** What stands of an experiment. */
async function runsOf(experiment: string) {
  const { runs } = await app.graphql<{ runs: { nodes: Record<string, unknown>[] } }>(
    `query ($filter: RunFilter) { runs(filter: $filter, orderBy: [{ by: NAME, direction: ASC }]) { nodes {
       name status startedAt parameters { name value } metrics { name last } artifacts(first: 5) { nodes { path } } } } }`,
    { filter: { experiment } },
  );
  return runs.nodes;
}

const fileOf = async (folder: string) => {
  const names = await readdir(folder, { recursive: true });
  return join(folder, names.find((name) => name.startsWith('first/fold 1/events')) ?? '');
};

async function copyOfLogs(name: string): Promise<string> {
  const copy = join(directory, name);
  await cp(logs, copy, { recursive: true });
  return copy;
}

/** Types a line that goes on until Ctrl-C, which comes as soon as it has said what it found; what it says until its end. */
async function follow(line: string): Promise<string> {
  const child = desk.begin(line);
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') child.kill('SIGINT');
    said += text;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  return said;
}

PYTHON('runs of TensorBoard become runs with metrics, parameters and files, once', async () => {
  const [block] = await shellBlocks('docs/tensorboard.md');
  const [line = '', following = ''] = block?.commands.split('\n') ?? [];
  for (const take of [() => desk.type(line), () => follow(following)]) {
    expect(await take()).toMatch(/^2 runs: .*(?:Left out|Stopped\.)/ms);
    const [run, trial] = await runsOf('digits');
    expect(run).toMatchObject({
      name: 'first/fold 1',
      status: 'SUCCEEDED',
      startedAt: '2001-09-09T01:46:40.000Z',
      metrics: [
        { name: 'loss/train', last: 0.1 },
        { name: 'odd', last: '-Infinity' },
      ],
    });
    expect(trial).toMatchObject({
      name: 'first/fold 1/trial',
      parameters: expect.arrayContaining([
        { name: 'lr', value: '0.1' },
        { name: 'layers', value: '3' },
        { name: 'optimizer', value: 'adam' },
        { name: 'nesterov', value: 'true' },
      ]),
      metrics: [{ name: 'accuracy', last: 0.9 }],
    });
  }
  expect(await runsOf('digits')).toHaveLength(2);
});

PYTHON('a damaged file is named with the place, and nothing is written', async () => {
  const damaged = await copyOfLogs('damaged');
  const file = await fileOf(damaged);
  const bytes = await readFile(file);
  bytes[300] = (bytes[300] ?? 0) ^ 0xff;
  await writeFile(file, bytes);
  await expect(importOf(damaged, '--experiment', 'damaged')).rejects.toThrow(
    /tfevents.*, byte \d+: .*checksum.* is wrong/,
  );
  await expect(runsOf('damaged')).rejects.toThrow('No EXPERIMENT');
});

PYTHON('a file that ends too soon is refused, or taken so far with its run left open', async () => {
  const cut = await copyOfLogs('cut');
  await truncate(await fileOf(cut), 10_001);
  await expect(importOf(cut, '--experiment', 'cut')).rejects.toThrow(
    /ends in the middle of a record, which begins at byte [\d,]+\. Nothing was written.*--so-far/,
  );
  await expect(runsOf('cut')).rejects.toThrow('No EXPERIMENT');
  await importOf(cut, '--experiment', 'cut', '--so-far');
  expect((await runsOf('cut')).map(({ name, status }) => [name, status])).toEqual([
    ['first/fold 1', 'RUNNING'],
    ['first/fold 1/trial', 'SUCCEEDED'],
  ]);
});

PYTHON(
  'a file that grows is followed, also where the service goes away meanwhile',
  async () => {
    const growing = await copyOfLogs('growing');
    const file = await fileOf(growing);
    const whole = await readFile(file);
    await truncate(file, 5_000);
    const stop = new AbortController();
    const said: string[] = [];
    const options = {
      experiment: 'growing',
      onLook: () => undefined,
      say: (words: string) => void said.push(words),
      signal: stop.signal,
      firstWaitMs: 20,
    };
    const lastStep = async () => {
      const { runs } = await app.graphql<{ runs: { nodes: { metrics: { step: number }[] }[] } }>(
        `{ runs(filter: { experiment: "growing" }, orderBy: [{ by: NAME, direction: ASC }]) { nodes {
           metrics(names: ["loss/train"]) { step } } } }`,
      );
      return runs.nodes[0]?.metrics[0]?.step;
    };
    let left = Number.POSITIVE_INFINITY;
    const decide = () => (left-- > 0 ? 'answered' : 'lost');
    const { result } = await between(url, decide, async (through) => {
      const following = followTensorboard(new HeadwaterClient({ url: through }), growing, options);
      await eventually(async () => expect(await lastStep()).toBeGreaterThan(10));
      // It goes away in the middle of what comes next.
      left = 2;
      await writeFile(file, whole);
      await eventually(async () =>
        expect(said.join('\n')).toMatch(/does not answer .*\nNothing is lost.*\nStill away after/),
      );
      left = Number.POSITIVE_INFINITY;
      await eventually(async () => expect(said.at(-1)).toMatch(/It is back after/));
      await eventually(async () => expect(await lastStep()).toBe(STEPS - 1));
      stop.abort();
      return following;
    });
    expect(result).toMatchObject({ value: { awaySince: undefined, report: { points: STEPS + 3 } } });
    expect((await runsOf('growing'))[0]).toMatchObject({ status: 'RUNNING' });
    const away = new AbortController();
    const nobody = new HeadwaterClient({ url: 'http://127.0.0.1:1' });
    const ending = { ...options, say: () => away.abort(), signal: away.signal };
    expect(await followTensorboard(nobody, growing, ending)).toMatchObject({ awaySince: expect.any(Date) });
  },
  60_000,
);

it('a directory without event files is told so', async () => {
  await expect(importOf(join(directory, 'none'))).rejects.toThrow(/ENOENT/);
  await expect(importOf(await mkdtemp(join(directory, 'empty-')))).rejects.toThrow(
    /no file whose name contains "tfevents"/,
  );
});
