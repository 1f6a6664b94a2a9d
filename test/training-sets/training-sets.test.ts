import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/app-under-test.js';
import { seedFeatureSet, writeRows } from '../support/feature-seed.js';
import { beginTrainingSet, createTrainingSet, jobEnded, rebuildTrainingSet, rowsOf } from './training-client.js';

let app: AppUnderTest;
let url: string;
let directory: string;
let names = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  app = await startAppUnderTest({ config: { DATASET_DIR: directory, BODY_LIMIT_BYTES: 4_194_304 } });
  url = await app.listen();
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`;
const fresh = (name: string) => `${name}_${++names}`;

/** Delays of airports with a TTL of three hours, and flights of routes. */
async function twoSets(): Promise<{ delays: string; routes: string }> {
  const delays = await seedFeatureSet(app, {
    name: fresh('delays'),
    features: [
      { name: 'mean', type: 'FLOAT64' },
      { name: 'worst', type: 'INT64' },
    ],
    ttlSeconds: 3 * 3600,
  });
  const routes = await seedFeatureSet(app, {
    name: fresh('routes'),
    entity: 'route',
    joinKeys: ['airport', 'destination'].map((name) => ({ name, type: 'STRING' })),
    features: [
      { name: 'flights', type: 'INT64' },
      { name: 'carrier', type: 'STRING' },
    ],
  });
  await writeRows(app, delays, [
    { airport: 'SEA', mean: 1.5, worst: 10, event_time: at(1) },
    { airport: 'SEA', mean: null, worst: 20, event_time: at(5) },
  ]);
  await writeRows(app, routes, [
    { airport: 'SEA', destination: 'DEN', flights: 7, carrier: 'A, "B"\\', event_time: at(2) },
  ]);
  return { delays, routes };
}

const SPINE = [
  { airport: 'SEA', destination: 'DEN', event_time: at(4), late: true },
  { airport: 'SEA', destination: 'DEN', event_time: at(4), late: true },
  { airport: 'SEA', destination: 'LAX', event_time: at(6), late: false },
  { airport: 'SEA', destination: 'DEN', event_time: at(9), late: null },
  { airport: 'DEN', destination: 'SEA', event_time: at(9), late: false },
];

describe('a training set', () => {
  it('has every spine row in order, duplicates included, with the values of its time; misses and expired values are null', async () => {
    const { delays, routes } = await twoSets();

    const job = await createTrainingSet(app, {
      name: fresh('joined'),
      features: [`${delays}:*`, `${routes}:carrier`, `${routes}:flights`],
      spine: SPINE,
    });

    expect(job).toMatchObject({ status: 'SUCCEEDED', progress: 1, error: null, created: true });
    const label = job.datasetVersion?.label ?? '';
    const route = { carrier: 'A, "B"\\', flights: 7 };
    const none = { carrier: null, flights: null };
    expect(await rowsOf(url, label)).toEqual([
      { ...SPINE[0], mean: 1.5, worst: 10, ...route },
      { ...SPINE[1], mean: 1.5, worst: 10, ...route },
      { ...SPINE[2], mean: null, worst: 20, ...none },
      { ...SPINE[3], mean: null, worst: null, ...route },
      { ...SPINE[4], mean: null, worst: null, ...none },
    ]);
  });

  it('says what it was made of, and how much of each feature was found', async () => {
    const { delays, routes } = await twoSets();

    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('counted'),
      features: [`${delays}:mean`, `${routes}:flights`],
      spine: SPINE,
    });

    expect(datasetVersion?.rowCount).toBe(5);
    expect(datasetVersion?.trainingSet.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(datasetVersion?.digest).toBe(datasetVersion?.trainingSet.digest);
    expect(datasetVersion?.trainingSet).toMatchObject({
      rowCount: 5,
      rebuildable: true,
      knownAt: 'NOW',
      download: `/v1/training-sets/${datasetVersion?.label}`,
      spineColumns: [
        { name: 'airport', type: 'STRING' },
        { name: 'destination', type: 'STRING' },
        { name: 'event_time', type: 'TIMESTAMP' },
        { name: 'late', type: 'BOOL' },
      ],
      featureSetVersions: [{ label: delays }, { label: routes }],
      features: [
        { column: 'mean', ref: `${delays}:mean`, present: 2, nulls: 2, notFound: 1, expired: 0 },
        { column: 'flights', ref: `${routes}:flights`, present: 3, nulls: 0, notFound: 2, expired: 0 },
      ],
    });
  });

  it('is a dataset version in lineage, downstream of its feature set versions, made by a run', async () => {
    const { delays } = await twoSets();
    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('lineage'),
      features: [`${delays}:*`],
      spine: SPINE,
    });

    const { lineage } = await app.graphql<{ lineage: { nodes: { node: { label: string; kind: string } }[] } }>(
      `query ($of: [Ref!]!) { lineage(of: $of, depth: 2) { nodes { node { label kind } } } }`,
      { of: [datasetVersion?.label] },
    );

    const labels = lineage.nodes.map(({ node }) => node.label);
    expect(labels).toContain(delays);
    expect(lineage.nodes.some(({ node }) => node.kind === 'RUN')).toBe(true);
  });

  it('names columns that several sets have after their set', async () => {
    const one = await seedFeatureSet(app, { name: fresh('one'), features: [{ name: 'n', type: 'INT64' }] });
    const two = await seedFeatureSet(app, { name: fresh('two'), features: [{ name: 'n', type: 'INT64' }] });

    const job = await createTrainingSet(app, {
      name: fresh('clash'),
      features: [`${one}:*`, `${two}:*`],
      spine: SPINE,
    });

    expect(job.datasetVersion?.trainingSet.features.map(({ column }) => column)).toEqual([
      `${one.split('@')[0]}__n`,
      `${two.split('@')[0]}__n`,
    ]);
  });

  it('with the same content as the newest version is that version', async () => {
    const { delays } = await twoSets();
    const input = { name: fresh('same'), features: [`${delays}:*`], spine: SPINE };

    const first = await createTrainingSet(app, input);
    const again = await createTrainingSet(app, input);

    expect(again).toMatchObject({ status: 'SUCCEEDED', created: false });
    expect(again.datasetVersion?.label).toBe(first.datasetVersion?.label);
    expect(await rowsOf(url, again.datasetVersion?.label ?? '')).toHaveLength(5);
  });

  it('knows nothing that was ingested after the spine row where only what was known then counts', async () => {
    const { delays } = await twoSets();
    const later = { airport: 'SEA', event_time: '2999-01-01T00:00:00Z' };
    const set = await seedFeatureSet(app, { name: fresh('known'), features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [{ airport: 'SEA', n: 1, event_time: at(1) }]);

    const job = await createTrainingSet(app, {
      name: fresh('event'),
      features: [`${set}:n`, `${delays}:worst`],
      spine: [{ airport: 'SEA', event_time: at(2) }, later],
      knownAt: 'EVENT',
    });

    const rows = await rowsOf(url, job.datasetVersion?.label ?? '');
    expect(rows.map(({ n }) => n)).toEqual([null, 1]);
  });
});

describe('a rebuild', () => {
  it('gives the same digest, whatever was written since', async () => {
    const { delays } = await twoSets();
    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('rebuilt'),
      features: [`${delays}:*`],
      spine: SPINE,
    });
    await writeRows(app, delays, [{ airport: 'SEA', mean: 99, worst: 99, event_time: at(3) }]);

    const job = await rebuildTrainingSet(app, datasetVersion?.label ?? '');

    expect(job).toMatchObject({
      status: 'SUCCEEDED',
      rebuild: { matches: true, digest: datasetVersion?.trainingSet.digest, firstDifferentRow: null },
    });
  });

  it('finds out when history was changed behind its back', async () => {
    const { delays } = await twoSets();
    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('tampered'),
      features: [`${delays}:*`],
      spine: SPINE,
    });
    const [{ storage }] = await app.database.dataSource.query(
      'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
      [delays],
    );
    await app.database.dataSource.query(
      `update feature_history_${storage} set "values" = '[2.5,10]' where event_time = $1`,
      [at(1)],
    );

    const job = await rebuildTrainingSet(app, datasetVersion?.label ?? '');

    expect(job.rebuild).toMatchObject({ matches: false, firstDifferentRow: 1 });
  });

  it('is for training sets alone', async () => {
    const name = fresh('plain');
    await app.graphql(
      `mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }`,
      { input: { dataset: name, location: 's3://b/c', digest: 'sha256:1', columns: [] } },
    );

    await expect(rebuildTrainingSet(app, `${name}@1`)).rejects.toThrow('is no training set');
    expect((await fetch(`${url}/v1/training-sets/${name}@1`)).status).toBe(412);
    expect((await fetch(`${url}/v1/training-sets/unknown_set`)).status).toBe(404);
  });
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
    const { delays } = await twoSets();
    const tables = async () =>
      (await app.database.dataSource.query(`select from pg_class where relname like 'training_spine%'`)).length;
    const before = await tables();

    await expect(beginTrainingSet(app, { name: 'refused', features: [`${delays}:*`], spine })).rejects.toThrow(message);

    expect(await tables()).toBe(before);
  });

  it('is given once', async () => {
    const { delays } = await twoSets();

    await expect(beginTrainingSet(app, { name: 'none', features: [`${delays}:*`] })).rejects.toThrow('none was given');
  });

  it.each(['ndjson', 'csv', 'parquet'] as const)('can be uploaded as %s', async (format) => {
    const { delays } = await twoSets();
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
    const { delays } = await twoSets();
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
    const { delays, routes } = await twoSets();
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
    const { delays } = await twoSets();
    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('accept'),
      features: [`${delays}:*`],
      spine: SPINE,
    });
    const path = `${url}/v1/training-sets/${datasetVersion?.label}`;

    const html = await fetch(path, { headers: { accept: 'text/html' } });
    const odd = await fetch(`${path}?format=xlsx`);

    expect([html.status, odd.status]).toEqual([406, 400]);
    expect(((await odd.json()) as { detail: string }).detail).toContain('it is ndjson, csv, parquet');
  });
});

describe('a job', () => {
  it('that is cancelled leaves nothing', async () => {
    const { delays } = await twoSets();
    const spine = Array.from({ length: 12_000 }, (_, hour) => ({ airport: 'SEA', event_time: at(hour % 24), n: hour }));
    const { id } = await beginTrainingSet(app, { name: fresh('cancelled'), features: [`${delays}:*`], spine });

    await app.graphql(
      'mutation ($input: CancelTrainingSetInput!) { cancelTrainingSet(input: $input) { job { id } } }',
      {
        input: { job: id },
      },
    );
    const job = await jobEnded(app, id);

    expect(job).toMatchObject({ status: 'CANCELLED', datasetVersion: null });
    expect(await app.database.dataSource.query('select from training_set where job_id = $1', [id])).toHaveLength(0);
    await expect(
      app.graphql('mutation ($input: CancelTrainingSetInput!) { cancelTrainingSet(input: $input) { job { id } } }', {
        input: { job: id },
      }),
    ).rejects.toThrow('CANCELLED already');
  });

  it('of another project is not seen', async () => {
    const { delays } = await twoSets();
    const { id } = await createTrainingSet(app, { name: fresh('mine'), features: [`${delays}:*`], spine: SPINE });

    const { trainingSetJob } = await app.graphql<{ trainingSetJob: unknown }>(
      'query ($id: String!) { trainingSetJob(id: $id) { id } }',
      { id: `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}` },
    );

    expect(trainingSetJob).toBeNull();
  });
});

async function parquetOf(rows: readonly object[]): Promise<Uint8Array> {
  const source = join(directory, `${fresh('rows')}.ndjson`);
  await writeFile(source, rows.map((row) => JSON.stringify(row)).join('\n'));
  const file = `${source}.parquet`;
  await duckdb(
    `copy (select * replace (event_time::timestamptz as event_time) from read_json('${source}')) to '${file}' (format parquet)`,
  );
  const { readFile } = await import('node:fs/promises');
  return readFile(file);
}

async function duckdb(query: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run("set timezone = 'UTC'");
    return (await connection.runAndReadAll(query)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
