import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { startHeadwater } from '../support/service/headwater-process.js';

let app: AppUnderTest;
let url: string;
let directory: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  directory = await mkdtemp(join(tmpdir(), 'headwater-test-'));
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

async function ingestFile(file: string): Promise<string> {
  const command = startHeadwater(['ingest', file, '--feature-set', 'weather', '--url', url], {});
  expect([await command.exited, command.stderr()]).toEqual([0, '']);
  return command.stdout();
}

describe('headwater ingest', () => {
  it('tells which rows are served and which are history, and raises no alarm over a first load', async () => {
    await seedFeatureSet(app, { name: 'weather', features: [{ name: 'x', type: 'INT64' }] });
    const file = join(directory, 'weather.csv');
    const lines = Array.from({ length: 1_461 }, (_, day) => `SEA,${day},${timeOf(day)}`);
    await writeFile(file, `airport,x,event_time\n${lines.join('\n')}\n`);

    const first = await ingestFile(file);
    const again = await ingestFile(file);
    await writeFile(file, `airport,x,event_time\nDEN,1,${timeOf(1)}\n`);
    const other = await ingestFile(file);

    expect(first).toContain(
      'weather@1: 1,461 rows read; 1,461 rows kept: 1 is newest and served online, 1,460 are history. Run run_',
    );
    expect(first).not.toMatch(/late|behind/);
    expect(again).toContain('weather@1: 1,461 rows read; 0 rows kept; 1,461 there already. Run run_');
    expect(other).toContain('weather@1: 1 row read; 1 row kept. Run run_');
  }, 240_000);
});

const timeOf = (day: number) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString();
