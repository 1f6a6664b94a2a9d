import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { duckdb } from '../../support/foreign/duckdb.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { beginTrainingSet, createTrainingSet, jobEnded, rowsOf } from '../training-client.js';
import { at, fresh, SPINE, twoSets } from '../two-sets.js';

let app: AppUnderTest;
let url: string;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  app = await startAppUnderTest({ config: { DATASET_DIR: directory, BODY_LIMIT_BYTES: 4_194_304 } });
  url = await app.listen();
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

describe('a spine', () => {
  it.each([
    ['no rows', [], 'The spine has no rows'],
    ['a row without its key', [{ event_time: at(1) }], 'The join key "airport" of spine[0] is missing'],
    ['a row without time', [{ airport: 'SEA' }], 'spine[0].event_time is nothing'],
    ['a time without zone', [{ airport: 'SEA', event_time: '2026-01-01T00:00:00' }], 'spine[0].event_time'],
    ['a key of another type', [{ airport: 1, event_time: at(1) }], 'expected a string'],
    [
      'columns that differ',
      [
        { airport: 'SEA', event_time: at(1) },
        { airport: 'SEA', event_time: at(1), y: 1 },
      ],
      'spine[1] has "y"',
    ],
    [
      'a missing column',
      [
        { airport: 'SEA', event_time: at(1), y: 1 },
        { airport: 'SEA', event_time: at(1) },
      ],
      'spine[1] has no "y"',
    ],
    ['the name of a feature', [{ airport: 'SEA', event_time: at(1), worst: 1 }], 'is the name of a feature'],
    ['no list', { airport: 'SEA' }, 'it is a list of rows'],
  ])('with %s is refused, and nothing is left', async (_, spine, message) => {
    const { delays } = await twoSets(app);
    const tables = async () =>
      (await app.database.dataSource.query(`select from pg_class where relname like 'training_spine%'`)).length;
    const before = await tables();

    await expect(beginTrainingSet(app, { name: 'refused', features: [`${delays}:*`], spine })).rejects.toThrow(message);

    expect(await tables()).toBe(before);
  });

  it('is given once', async () => {
    const { delays } = await twoSets(app);

    await expect(beginTrainingSet(app, { name: 'none', features: [`${delays}:*`] })).rejects.toThrow('none was given');
  });

  it.each(['ndjson', 'csv', 'parquet'] as const)('can be uploaded as %s', async (format) => {
    const { delays } = await twoSets(app);
    const bodies = {
      ndjson: SPINE.map((row) => JSON.stringify(row)).join('\n'),
      csv: [
        'airport,event_time,late,code',
        ...SPINE.map((row) => `${row.airport},${row.event_time},${row.late ?? ''},007`),
      ].join('\n'),
      parquet: await parquetOf(SPINE),
    };
    const types = { ndjson: 'application/x-ndjson', csv: 'text/csv', parquet: 'application/vnd.apache.parquet' };

    const response = await fetch(`${url}/v1/training-sets?name=${fresh('uploaded')}&features=${delays}:worst`, {
      method: 'POST',
      headers: { 'content-type': types[format] },
      body: bodies[format] as string,
    });

    expect(response.status).toBe(202);
    const { job } = (await response.json()) as { job: string };
    const { datasetVersion, status, error } = await jobEnded(app, job);
    expect([status, error]).toEqual(['SUCCEEDED', null]);
    const rows = await rowsOf(url, datasetVersion?.label ?? '');
    expect(rows.map(({ worst }) => worst)).toEqual([10, 10, 20, null, null]);
    expect(rows.map(({ late }) => late)).toEqual(SPINE.map(({ late }) => late));
    if (format === 'csv') expect(rows[0]?.code).toBe('007');
  });

  it('can be the rows of a dataset version in a file, whose digest has to be right', async () => {
    const { delays } = await twoSets(app);
    const text = SPINE.map((row) => JSON.stringify(row)).join('\n');
    const file = join(directory, `${fresh('spine')}.ndjson`);
    await writeFile(file, text);
    const dataset = fresh('stored');
    await app.graphql(
      `mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }`,
      {
        input: {
          dataset,
          location: pathToFileURL(file).href,
          digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
          columns: [],
        },
      },
    );
    const input = { name: fresh('from_file'), features: [`${delays}:worst`], spineDataset: `${dataset}@1` };

    const made = await createTrainingSet(app, input);
    await writeFile(file, text.replace('SEA', 'LAX'));
    const refused = await createTrainingSet(app, { ...input, name: fresh('changed') });

    expect((await rowsOf(url, made.datasetVersion?.label ?? '')).map(({ worst }) => worst)).toEqual([
      10,
      10,
      20,
      null,
      null,
    ]);
    expect(refused.status).toBe('FAILED');
    expect(refused.error).toContain('has changed since it was registered');
  });

  it('can be the spine of an earlier training set, with other features', async () => {
    const { delays, routes } = await twoSets(app);
    const first = await createTrainingSet(app, { name: fresh('first'), features: [`${delays}:worst`], spine: SPINE });

    const second = await createTrainingSet(app, {
      name: fresh('second'),
      features: [`${routes}:flights`],
      spineDataset: first.datasetVersion?.label,
    });

    const rows = await rowsOf(url, second.datasetVersion?.label ?? '');
    expect(rows).toEqual(SPINE.map((row, index) => ({ ...row, flights: [7, 7, null, 7, null][index] })));
  });
});

async function parquetOf(rows: readonly object[]): Promise<Uint8Array> {
  const source = join(directory, `${fresh('rows')}.ndjson`);
  await writeFile(source, rows.map((row) => JSON.stringify(row)).join('\n'));
  const file = `${source}.parquet`;
  await duckdb(
    `copy (select * replace (event_time::timestamptz as event_time) from read_json('${source}')) to '${file}' (format parquet)`,
  );
  return readFile(file);
}
