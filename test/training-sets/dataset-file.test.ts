import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NotOpened, openBelow } from '../../src/training-sets/spines/open-below.js';
import { casesOf } from '../support/cases.js';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, rowsOf } from './training-client.js';

const ROW = '{"airport":"SEA","event_time":"2026-01-01T00:00:00Z"}\n';
const SECRET = '{"airport":"SECRET","event_time":"2026-01-01T00:00:00Z"}\n';

let app: AppUnderTest;
let url: string;
let home: string;
let data: string;
let names = 0;

/** `data` is what may be read; beside it lies what may not. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-files-'));
  data = join(home, 'data');
  await mkdir(join(data, 'inner'), { recursive: true });
  await mkdir(join(home, 'data-too'));
  await writeFile(join(data, 'spine.ndjson'), ROW);
  await writeFile(join(data, 'with space.ndjson'), ROW);
  for (const outside of ['secret.ndjson', 'data-too/secret.ndjson']) await writeFile(join(home, outside), SECRET);
  await symlink('../secret.ndjson', join(data, 'link.ndjson'));
  await symlink('..', join(data, 'up'));
  await symlink('spine.ndjson', join(data, 'inner-link.ndjson'));
  await symlink('/dev/zero', join(data, 'zero.ndjson'));
  await symlink('loop.ndjson', join(data, 'loop.ndjson'));
  execFileSync('mkfifo', [join(data, 'pipe.ndjson')]);
  await mkdir(join(data, 'directory.ndjson'));
  app = await startAppUnderTest({ config: { DATASET_DIR: data } });
  url = await app.listen();
  await seedFeatureSet(app, { name: 'delays', features: [{ name: 'mean', type: 'FLOAT64' }] });
});

afterAll(async () => {
  await app.close();
  await rm(home, { recursive: true });
});

async function jobOf(service: AppUnderTest, location: string, digest = `x${++names}`) {
  const dataset = `d${++names}`;
  await service.graphql(
    'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }',
    { input: { dataset, location, digest, columns: [] } },
  );
  return createTrainingSet(service, { name: `t${++names}`, features: ['delays:mean'], spineDataset: `${dataset}@1` });
}

const locationOf = (path: string) => pathToFileURL(join(data, path)).href;

describe('a spine in a file', () => {
  it.each([
    ['by its URI', () => locationOf('spine.ndjson')],
    ['by a URI in capitals', () => locationOf('spine.ndjson').replace('file:', 'FILE:')],
    ['by one with this host', () => locationOf('spine.ndjson').replace('file://', 'file://localhost')],
    ['with an escaped character', () => locationOf('with space.ndjson')],
    ['through a link that stays inside', () => locationOf('inner-link.ndjson')],
    ['through dots that stay inside', () => `${pathToFileURL(data).href}/inner/../spine.ndjson`],
  ])('is read %s', async (_how, location) => {
    const { status, error, datasetVersion } = await jobOf(app, location());

    expect([status, error]).toEqual(['SUCCEEDED', null]);
    expect(await rowsOf(url, datasetVersion?.label ?? '')).toMatchObject([{ airport: 'SEA' }]);
  });

  it.each([
    ['beside the directory', () => `${pathToFileURL(home).href}/secret.ndjson`, 'outside'],
    ['in a directory whose name begins alike', () => `${pathToFileURL(home).href}/data-too/secret.ndjson`, 'outside'],
    ['behind dots', () => `${locationOf('inner')}/../../secret.ndjson`, 'outside'],
    ['behind escaped dots', () => `${locationOf('inner')}/%2e%2e/%2E%2E/secret.ndjson`, 'outside'],
    ['behind a link', () => locationOf('link.ndjson'), 'outside'],
    ['behind a link of a directory', () => locationOf('up/secret.ndjson'), 'outside'],
    ['that nobody has, outside', () => 'file:///nowhere/at/all.ndjson', 'outside'],
    ['that nobody has, inside', () => locationOf('none.ndjson'), 'there is no file'],
    ['that links to itself', () => locationOf('loop.ndjson'), 'there is no file'],
    ['that is a pipe', () => locationOf('pipe.ndjson'), 'no regular file'],
    ['that is a device', () => locationOf('zero.ndjson'), 'outside'],
    ['that is a directory', () => locationOf('directory.ndjson'), 'no regular file'],
    ['that is the directory itself', () => pathToFileURL(data).href, 'outside'],
    ['with an escaped slash', () => `${pathToFileURL(data).href}/inner%2fspine.ndjson`, 'names no file'],
    ['with a zero character', () => `${locationOf('spine')}%00.ndjson`, 'names no file'],
    ['of another host', () => 'file://elsewhere/data/spine.ndjson', 'names no file'],
    ['that is relative', () => 'file:spine.ndjson', 'names no file'],
    ['of four slashes', () => `file:///${data}/spine.ndjson`, 'names no file'],
    ['of another scheme', () => `filet://${data}/spine.ndjson`, 'does not read'],
  ])('is not read %s', async (_what, location, named) => {
    const { status, error } = await jobOf(app, location());

    expect([status, error]).toEqual(['FAILED', expect.stringContaining(named)]);
    expect(error).not.toContain('SECRET');
  });

  it('is not read where no directory is set, and the setting is named', async () => {
    const plain = await startAppUnderTest();
    try {
      await seedFeatureSet(plain, { name: 'delays', features: [{ name: 'mean', type: 'FLOAT64' }] });
      const { status, error } = await jobOf(plain, locationOf('spine.ndjson'));
      expect([status, error]).toEqual(['FAILED', expect.stringContaining('DATASET_DIR')]);
    } finally {
      await plain.close();
    }
  });

  it('is refused where its digest is not that of the file', async () => {
    const right = createHash('sha256').update(ROW).digest('hex');

    expect((await jobOf(app, locationOf('spine.ndjson'), `sha256:${right}`)).status).toBe('SUCCEEDED');
    expect((await jobOf(app, locationOf('spine.ndjson'), `sha256:${'0'.repeat(64)}`)).error).toContain('has changed');
  });

  it('is as large as it was when it was opened, though somebody writes on and on', async () => {
    const file = join(data, 'growing.ndjson');
    await writeFile(file, ROW.repeat(5_000));
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await appendFile(file, ROW);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();

    const { status } = await jobOf(app, locationOf('growing.ndjson'));

    writing = false;
    await writer;
    expect(status).toBe('SUCCEEDED');
  });
});

describe('a file below a directory', () => {
  it('is never one outside, though its directory becomes a link to there while it is opened', async () => {
    const swapped = join(data, 'swapped');
    await mkdir(swapped);
    await writeFile(join(swapped, 'secret.ndjson'), ROW);
    await symlink(home, join(data, 'trap'));
    let swapping = true;
    const swapper = (async () => {
      while (swapping) {
        await rename(swapped, join(data, 'aside'));
        await rename(join(data, 'trap'), swapped);
        await rename(swapped, join(data, 'trap'));
        await rename(join(data, 'aside'), swapped);
        // Long enough to be found in order now and then.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      }
    })();
    const seen = new Set<string>();
    for (const end = Date.now() + casesOf(1_000, 20_000); Date.now() < end; ) {
      const opened = await openBelow(data, join(swapped, 'secret.ndjson'));
      seen.add(typeof opened === 'string' ? opened : (await opened.handle.readFile()).toString());
      if (typeof opened !== 'string') await opened.handle.close();
    }
    swapping = false;
    await swapper;

    const refused: NotOpened[] = ['outside', 'absent', 'no regular file'];
    expect([ROW, ...refused]).toEqual(expect.arrayContaining([...seen]));
    expect(seen).toContain(ROW);
    expect(seen).not.toContain(SECRET);
  });
});
