import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { oneOf } from '../../support/cases.js';
import { eventually } from '../../support/eventually.js';
import { parquetFile } from '../../support/foreign/parquet-file.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { startHeadwater } from '../../support/service/headwater-process.js';

let app: AppUnderTest;
let url: string;
let directory: string;
let file: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  directory = await mkdtemp(join(tmpdir(), 'headwater-killed-'));
  file = join(directory, 'events.parquet');
  await writeFile(
    file,
    await parquetFile(
      `select 'k' || (i % 20) as k, timestamptz '2001-01-01 00:00:00+00' + to_seconds(i * 60) as t, i % 7 as v from range(20000) as it(i)`,
    ),
  );
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

/** Its temporary directories are where no other test has any. */
function start(set: string) {
  const args = [
    '--from',
    file,
    '--dataset',
    set,
    '--feature-set',
    set,
    '--entity',
    'k',
    '--key',
    'k',
    '--define-entity',
  ];
  const windows = [
    '--time',
    't',
    '--window',
    '6h',
    '--every',
    '15m',
    '--feature',
    'n=count()',
    '--feature',
    'sum=sum(v)',
  ];
  return startHeadwater(['features', 'window', ...args, ...windows, '--url', url], { TMPDIR: directory });
}

const temporaryDirectories = async () =>
  (await readdir(directory)).filter((name) => name.startsWith('headwater-tables-'));

/** The keys that have rows. */
async function storedKeys(set: string): Promise<number> {
  const { featureSet } = await app.graphql<{
    featureSet: { latestVersion: { entities: { nodes: unknown[] } } } | null;
  }>(
    'query ($ref: Ref!) { featureSet(ref: $ref) { latestVersion { entities(first: 100) { nodes { eventTime } } } } }',
    {
      ref: set,
    },
  );
  return featureSet?.latestVersion.entities.nodes.length ?? 0;
}

describe('headwater features window, killed', () => {
  it.each(oneOf(['Computing windows', 'Sending']))(
    'while it says "%s" leaves all or nothing, and does all of it the next time',
    async (step) => {
      const set = step.slice(0, 4).toLowerCase();
      const killed = start(set);
      await eventually(() => expect(killed.stdout()).toContain(step), 120_000);
      killed.signal('SIGKILL');
      await killed.exited;
      if (step === 'Computing windows') {
        const { dataset, featureSet } = await app.graphql<{ dataset: unknown; featureSet: unknown }>(
          'query ($ref: Ref!) { dataset(ref: $ref) { id } featureSet(ref: $ref) { id } }',
          { ref: set },
        );
        expect([dataset, featureSet]).toEqual([null, null]);
      } else expect([0, 20]).toContain(await storedKeys(set));

      const again = start(set);

      expect([await again.exited, again.stderr()]).toEqual([0, '']);
      expect(await storedKeys(set)).toBe(20);
      expect(again.stdout()).toMatch(/: 27,\d\d\d rows read/);
      await eventually(async () => expect(await temporaryDirectories()).toEqual([]), 30_000);
    },
    600_000,
  );
});
