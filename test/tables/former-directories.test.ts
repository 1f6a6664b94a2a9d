import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { removeFormerDirectories } from '../../src/tables/former-directories.js';

const DAY = 86_400_000;
let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  for (const [directory, file] of [
    ['headwater-aB3dE6', 'table.parquet'],
    ['headwater-spine1', 'spine.csv'],
    ['headwater-mixed1', 'mine.txt'],
    ['headwater-test-aB3dE6', 'table.parquet'],
    ['headwater-tables-aB3dE6', 'table.parquet'],
    ['other-aB3dE6', 'table.parquet'],
  ] as const) {
    await mkdir(join(parent, directory));
    await writeFile(join(parent, directory, file), 'x');
  }
});

afterEach(() => rm(parent, { recursive: true }));

describe('temporary directories of earlier releases', () => {
  it('go where the machine has been started since, and nothing else goes', async () => {
    const removed = await removeFormerDirectories(parent, Date.now() + DAY);

    expect(removed.sort()).toEqual(['headwater-aB3dE6', 'headwater-spine1'].map((name) => join(parent, name)));
    expect((await readdir(parent)).sort()).toEqual([
      'headwater-mixed1',
      'headwater-tables-aB3dE6',
      'headwater-test-aB3dE6',
      'other-aB3dE6',
    ]);
  });

  it('stay where their process may still live', async () => {
    expect(await removeFormerDirectories(parent)).toEqual([]);
    expect(await readdir(parent)).toHaveLength(6);
  });
});
