import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportTrainingSet } from '../../../src/training-sets/files/export-training-set.js';
import { findByStorage } from '../../../src/training-sets/training-set.sql.js';
import { eventually } from '../../support/eventually.js';
import { duckdb } from '../../support/foreign/duckdb.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet } from '../training-client.js';
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

describe('a download', () => {
  it('comes as CSV or Parquet too, with every type as it is', async () => {
    const features = [
      { name: 'i', type: 'INT64' },
      { name: 'f', type: 'FLOAT64', allowNonFinite: true },
      { name: 's', type: 'STRING' },
      { name: 't', type: 'TIMESTAMP' },
      { name: 'y', type: 'BYTES' },
      { name: 'j', type: 'JSON' },
      { name: 'l', type: 'FLOAT64_LIST' },
      { name: 'tl', type: 'TIMESTAMP_LIST' },
    ];
    const set = await seedFeatureSet(app, { name: fresh('typed'), features });
    await app.http.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload: `{"query": "mutation ($r: FeatureRows!) { writeFeatures(input: {featureSet: \\"${set}\\", rows: $r}) { written } }",
        "variables": {"r": [{"airport": "SEA", "event_time": "${at(1)}", "i": 9223372036854775807, "f": "NaN", "s": "", "t": "2026-01-01T00:00:00.000001Z",
          "y": "aGk=", "j": {"a": [1]}, "l": [0.1, -2], "tl": ["2026-01-01T00:00:00Z"]}]}}`,
    });
    const spine = [
      { airport: 'SEA', event_time: at(2) },
      { airport: 'DEN', event_time: at(2) },
    ];
    const { datasetVersion } = await createTrainingSet(app, { name: fresh('typed'), features: [`${set}:*`], spine });
    const path = `${url}/v1/training-sets/${datasetVersion?.label}`;

    const csv = await (await fetch(path, { headers: { accept: 'text/csv' } })).text();
    const parquet = await fetch(path, { headers: { accept: 'application/vnd.apache.parquet' } });

    expect(csv.split('\n').slice(0, 3)).toEqual([
      'airport,event_time,i,f,s,t,y,j,l,tl',
      `SEA,${at(2)},9223372036854775807,NaN,"",2026-01-01T00:00:00.000001Z,aGk=,"{""a"":[1]}","[0.1,-2]","[""2026-01-01T00:00:00Z""]"`,
      `DEN,${at(2)},,,,,,,,`,
    ]);
    expect(parquet.headers.get('content-type')).toBe('application/vnd.apache.parquet');
    const file = join(directory, 'typed.parquet');
    await writeFile(file, Buffer.from(await parquet.arrayBuffer()));
    expect(
      await duckdb(
        `select i::varchar, isnan(f), s, epoch_us(t)::varchar, y::varchar, (j->'$.a')::varchar, l::varchar, epoch(tl[1])::varchar from '${file}'`,
      ),
    ).toEqual([
      ['9223372036854775807', true, '', '1767225600000001', 'hi', '[1]', '[0.1, -2.0]', '1767225600.0'],
      [null, null, null, null, null, null, null, null],
    ]);
    expect((await duckdb(`select column_type from (describe select * from '${file}')`)).flat()).toEqual([
      'VARCHAR',
      'TIMESTAMP WITH TIME ZONE',
      'BIGINT',
      'DOUBLE',
      'VARCHAR',
      'TIMESTAMP WITH TIME ZONE',
      'BLOB',
      'JSON',
      'DOUBLE[]',
      'TIMESTAMP WITH TIME ZONE[]',
    ]);
  });

  it('says what it can come as', async () => {
    const { delays } = await twoSets(app);
    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('accept'),
      features: [`${delays}:*`],
      spine: SPINE,
    });
    const path = `${url}/v1/training-sets/${datasetVersion?.label}`;

    const html = await fetch(path, { headers: { accept: 'text/html' } });
    const odd = await fetch(`${path}?format=xlsx`);

    expect([html.status, odd.status]).toEqual([406, 400]);
    expect(((await odd.json()) as { detail: string }).detail).toContain('it is parquet, csv, ndjson, arrow');
  });
});

describe('a long download', () => {
  let storage: number;

  beforeAll(async () => {
    const set = await seedFeatureSet(app, { name: fresh('given_up'), features: [{ name: 'i', type: 'INT64' }] });
    const spine = Array.from({ length: 5_000 }, (_, row) => ({ airport: `A${row}`, event_time: at(2) }));
    await createTrainingSet(app, { name: fresh('given_up'), features: [`${set}:*`], spine });
    const text = 'select max(storage)::int as storage from training_set';
    storage = (await app.database.query<{ storage: number }>({ name: '', text }))[0]?.storage ?? 0;
  });

  async function begin(format: 'csv' | 'ndjson' | 'arrow') {
    const set = await findByStorage(app.database, storage);
    if (set === undefined) throw new Error('the training set is not there');
    const chunks = exportTrainingSet(app.database, set, format);
    await chunks.next();
    return chunks;
  }

  it.each(['csv', 'ndjson', 'arrow'] as const)('as %s that is given up gives its connection back', async (format) => {
    const chunks = await begin(format);
    await chunks.return(undefined);

    await eventually(() => expect(app.database.pool.idleCount).toBe(app.database.pool.totalCount));
  });

  it.each(['csv', 'ndjson'] as const)(
    'as %s whose connection breaks ends with that',
    async (format) => {
      const chunks = await begin(format);
      await runSql(
        app.databaseUrl,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%order by number%' and pid <> pg_backend_pid()`,
      );
      const all = async () => {
        for await (const _ of chunks);
      };

      await expect(all()).rejects.toThrow();
      await eventually(() => expect(app.database.pool.idleCount).toBe(app.database.pool.totalCount));
    },
    30_000,
  );
});
