import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, seedFeatureSet, writeRows } from '../../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';
import { contentsOf, ingest, ndjson } from '../ingest-client.js';

let app: AppUnderTest;

let url: string;

let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`;

const delays = () => seedFeatureSet(app, { name: `delays_${++sets}`, features: [{ name: 'delay', type: 'INT64' }] });

const row = (airport: string, delay: unknown, hour: number) => ({ airport, delay, event_time: at(hour) });

/** A Parquet file that holds what a query gives. */
async function parquet(query: string): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`copy (${query}) to '${directory}/t.parquet' (format parquet)`);
    return await readFile(`${directory}/t.parquet`);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(directory, { recursive: true });
  }
}

const PARQUET = 'application/vnd.apache.parquet';

describe('bulk ingest', () => {
  it('writes rows into history and online storage, with the counts of writeFeatures', async () => {
    const set = await delays();
    await writeRows(app, set, [row('SEA', 1, 5)]);

    const answer = await ingest(
      url,
      set,
      ndjson([row('SEA', 1, 5), row('SEA', 0, 3), row('DEN', 7, 4), row('DEN', 8, 6), row('DEN', 8, 6)]),
    );

    expect(answer).toMatchObject({
      status: 200,
      body: { featureSet: set, read: 5, written: 3, late: 2, unchanged: 2, rejected: 0, errors: [] },
    });
    expect(answer.body).not.toHaveProperty('badRows');
    expect(await contentsOf(app, set)).toEqual({
      online: ['["DEN"] 2026-01-01 06:00:00+00 [8]', '["SEA"] 2026-01-01 05:00:00+00 [1]'],
      history: [
        '["DEN"] 2026-01-01 04:00:00+00 [7]',
        '["DEN"] 2026-01-01 06:00:00+00 [8]',
        '["SEA"] 2026-01-01 03:00:00+00 [0]',
        '["SEA"] 2026-01-01 05:00:00+00 [1]',
      ],
    });
  });

  it('takes the last line without its end, empty lines, and line ends of Windows', async () => {
    const set = await delays();

    const { body } = await ingest(
      url,
      set,
      `${JSON.stringify(row('SEA', 1, 1))}\r\n\n${JSON.stringify(row('DEN', 2, 1))}`,
    );

    expect(body).toMatchObject({ read: 2, written: 2 });
  });

  it('is empty for an empty table', async () => {
    const set = await delays();

    const { status, body } = await ingest(url, set, '\n');

    expect([status, body.read, body.written]).toEqual([200, 0, 0]);
  });

  const EVERY_TYPE = [
    { name: 'b', type: 'BOOL' },
    { name: 'i', type: 'INT64' },
    { name: 'f', type: 'FLOAT64', allowNonFinite: true },
    { name: 's', type: 'STRING' },
    { name: 't', type: 'TIMESTAMP' },
    { name: 'y', type: 'BYTES' },
    { name: 'j', type: 'JSON' },
    { name: 'il', type: 'INT64_LIST' },
    { name: 'fl', type: 'FLOAT64_LIST' },
    { name: 'sl', type: 'STRING_LIST' },
    { name: 'tl', type: 'TIMESTAMP_LIST' },
    { name: 'yl', type: 'BYTES_LIST' },
    { name: 'bl', type: 'BOOL_LIST' },
  ];
  const VALUES = [
    'true',
    '-9223372036854775808',
    '"NaN"',
    '"tab\\t, quote \\" and back\\\\slash, é"',
    '"2026-01-01T00:00:00.000001Z"',
    '"aGk="',
    '{"a":[1,null,9223372036854775807]}',
    '[9223372036854775807,0]',
    '[0.1,-1.5e+300]',
    '["a,b","",null]'.replace(',null', ''),
    '["2026-01-01T00:00:00Z"]',
    '["aGk=",""]',
    '[true,false]',
  ];

  it.each(['ndjson', 'csv', 'parquet'] as const)('keeps every type exact in %s', async (format) => {
    const set = await seedFeatureSet(app, { name: `types_${++sets}`, features: EVERY_TYPE });
    const bodies = {
      ndjson: `{"airport":"SEA","event_time":"${at(1)}",${EVERY_TYPE.map(({ name }, index) => `"${name}":${VALUES[index]}`).join(',')}}`,
      csv: [
        ['airport', 'event_time', ...EVERY_TYPE.map(({ name }) => name)].join(','),
        ['SEA', at(1), ...VALUES.map((value, index) => csvCell(value, EVERY_TYPE[index]?.type ?? ''))].join(','),
      ].join('\n'),
      parquet: await parquet(`select 'SEA' as airport, timestamptz '2026-01-01 01:00:00+00' as event_time,
        true as b, -9223372036854775808 as i, 'nan'::double as f, E'tab\\t, quote " and back\\\\slash, é' as s,
        timestamptz '2026-01-01 00:00:00.000001+00' as t, 'hi'::blob as y, '{"a":[1,null,9223372036854775807]}'::json as j,
        [9223372036854775807, 0] as il, [0.1::double, -1.5e300] as fl, ['a,b', ''] as sl,
        [timestamptz '2026-01-01 00:00:00+00'] as tl, ['hi'::blob, ''::blob] as yl, [true, false] as bl`),
    };
    const types = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8', parquet: PARQUET };

    const { status, body } = await ingest(url, set, bodies[format], { type: types[format] });

    expect([status, body.detail]).toEqual([200, undefined]);
    expect((await contentsOf(app, set)).online).toEqual([`["SEA"] 2026-01-01 01:00:00+00 [${VALUES.join(',')}]`]);
  });

  function csvCell(value: string, type: string): string {
    const text = value.startsWith('"') && !type.endsWith('_LIST') && type !== 'JSON' ? JSON.parse(value) : value;
    return `"${text.replaceAll('"', '""')}"`;
  }

  it('takes an embedding of 1,536 numbers', async () => {
    const set = await seedFeatureSet(app, {
      name: `embedding_${++sets}`,
      features: [{ name: 'e', type: 'FLOAT64_LIST' }],
    });
    const e = Array.from({ length: 1_536 }, (_, index) => Math.sin(index));

    await ingest(url, set, ndjson([{ airport: 'SEA', e, event_time: at(1) }]));

    expect((await lookUp(app, [`${set}:e`], [{ airport: 'SEA' }])).values).toEqual([[e]]);
  });

  it('reads an empty cell of a CSV as null and an empty text in quotes as empty text', async () => {
    const set = await seedFeatureSet(app, { name: `texts_${++sets}`, features: [{ name: 's', type: 'STRING' }] });

    await ingest(url, set, `airport,s,event_time\nSEA,,${at(1)}\nDEN,"",${at(1)}\n`, { type: 'text/csv' });

    expect((await lookUp(app, [`${set}:s`], [{ airport: 'SEA' }, { airport: 'DEN' }])).values).toEqual([[null], ['']]);
  });

  it('refuses times without zone in Parquet, unless the caller says which zone', async () => {
    const set = await delays();
    const file = await parquet(`select 'SEA' as airport, 1 as delay, timestamp '2026-01-01 01:00:00' as event_time`);

    const refused = await ingest(url, set, file, { type: PARQUET });
    const taken = await ingest(url, set, file, { type: PARQUET, query: '?time-zone=America/Los_Angeles' });
    const nonsense = await ingest(url, set, file, { type: PARQUET, query: '?time-zone=Mars' });

    expect([refused.status, refused.body.column]).toEqual([400, 'event_time']);
    expect(refused.body.detail).toContain('time-zone=UTC');
    expect(taken.body.written).toBe(1);
    expect((await contentsOf(app, set)).online).toEqual(['["SEA"] 2026-01-01 09:00:00+00 [1]']);
    expect(nonsense.body.detail).toContain('time-zone is "Mars"');
  });
});

describe('the run of a bulk ingest', () => {
  it('stands in lineage between the dataset version it read and the feature set version it wrote', async () => {
    const set = await delays();
    await app.graphql(
      `mutation { registerDatasetVersion(input: {dataset: "arrivals", location: "s3://b/a", digest: "sha256:1", columns: []}) { created } }`,
    );

    const { body } = await ingest(url, set, ndjson([row('SEA', 1, 1)]), { query: '?dataset=arrivals@1' });

    const { run } = await app.graphql<{ run: Record<string, unknown> }>(
      `query ($id: ID!) { run(id: $id) { type status inputs { node { label } } outputs { node { label } } metrics { name value } } }`,
      { id: body.run },
    );
    expect(run).toMatchObject({
      type: 'INGEST',
      status: 'SUCCEEDED',
      inputs: [{ node: { label: 'arrivals@1' } }],
      outputs: [{ node: { label: set } }],
    });
    expect(run.metrics).toContainEqual({ name: 'written', value: 1 });
  });
});

describe('several bulk ingests at once', () => {
  it('write each row once, whatever keys they share', async () => {
    const set = await delays();
    const bodies = Array.from({ length: 6 }, (_, part) =>
      ndjson(Array.from({ length: 500 }, (_, index) => row(`A${index % 50}`, index, (part + index) % 24))),
    );
    const events = new Set(
      bodies.flatMap((body) =>
        body.split('\n').map((line) => {
          const { airport, event_time } = JSON.parse(line);
          return `${airport} ${event_time}`;
        }),
      ),
    );

    const answers = await Promise.all(bodies.map((body) => ingest(url, set, body, { query: '?on-error=skip' })));

    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
    const { online, history } = await contentsOf(app, set);
    expect(online).toHaveLength(50);
    expect(new Set(history.map((line) => line.split(' ').slice(0, 3).join(' '))).size).toBe(events.size);
  });
});
