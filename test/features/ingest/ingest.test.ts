import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/app-under-test.js';
import { eventually } from '../../support/eventually.js';
import { lookUp, seedFeatureSet, writeRows } from '../../support/feature-seed.js';
import { exchange } from '../../support/raw-exchange.js';
import { contentsOf, ingest, ndjson } from './ingest-client.js';

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

describe('a bulk ingest that aborts', () => {
  it.each([
    ['a wrong type', row('SEA', 'late', 2), 'row 2.delay is "late"; expected a whole number', 'delay'],
    ['a missing feature', { airport: 'SEA', event_time: at(2) }, 'row 2.delay is nothing', 'delay'],
    ['an unknown column', { ...row('SEA', 1, 2), gate: 4 }, 'row 2 has "gate"', 'gate'],
    [
      'a time without zone',
      { ...row('SEA', 1, 2), event_time: '2026-01-01T00:00:00' },
      'row 2.event_time',
      'event_time',
    ],
    ['a missing key', { delay: 1, event_time: at(2) }, 'The join key "airport" of row 2 is missing', undefined],
  ])('names row and column of %s and leaves nothing', async (_, bad, message, column) => {
    const set = await delays();

    const { status, body } = await ingest(url, set, ndjson([row('SEA', 1, 1), bad, row('DEN', 1, 1)]));

    expect([status, body.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(body.detail).toContain(message);
    if (column !== undefined) expect(body).toMatchObject({ row: 2, column });
    expect(await contentsOf(app, set)).toEqual({ online: [], history: [] });
  });

  it('says which line is not JSON', async () => {
    const set = await delays();

    const { body } = await ingest(url, set, `${JSON.stringify(row('SEA', 1, 1))}\n{"airport": "SE\n`);

    expect(body.detail).toContain('row 2 is not JSON');
  });

  it('names both rows that contradict each other', async () => {
    const set = await delays();

    const { body } = await ingest(url, set, ndjson([row('SEA', 1, 1), row('DEN', 1, 1), row('SEA', 2, 1)]));

    expect(body.detail).toContain('row 1 and row 3 give different values for ["SEA"] at 2026-01-01T01:00:00');
    expect((await contentsOf(app, set)).history).toEqual([]);
  });

  it.each([
    ['no feature set', 'nowhere', {}, 404, 'No FEATURE_SET_VERSION "nowhere"'],
    ['a body of another type', undefined, { type: 'application/json' }, 415, 'send application/x-ndjson, text/csv'],
    ['a wrong policy', undefined, { query: '?on-error=ignore' }, 400, 'it is abort or skip'],
    ['an unknown parameter', undefined, { query: '?onerror=skip' }, 400, 'There is no parameter "onerror"'],
    ['an unknown dataset', undefined, { query: '?dataset=nothing@1' }, 404, 'No DATASET_VERSION "nothing@1"'],
    ['no Parquet', undefined, { type: PARQUET }, 400, 'not a Parquet file'],
    ['a CSV without header', undefined, { type: 'text/csv', body: '' }, 400, 'The CSV is empty'],
    ['a CSV that names a column twice', undefined, { type: 'text/csv', body: 'a,a\n1,2' }, 400, 'names "a" twice'],
    [
      'a CSV with too many cells',
      undefined,
      { type: 'text/csv', body: 'airport,delay\n1,2,3' },
      400,
      'row 1 has 3 cells',
    ],
  ])('refuses %s', async (_, name, { body = '{}', ...options }: Record<string, string>, status, message) => {
    const set = name ?? (await delays());

    const answer = await ingest(url, set, body ?? '', options);

    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(message);
  });

  it('leaves nothing when the client goes away', async () => {
    const set = await delays();
    const stop = new AbortController();
    const half = new ReadableStream({
      pull(controller) {
        if (stop.signal.aborted) return controller.close();
        controller.enqueue(new TextEncoder().encode(`${JSON.stringify(row('SEA', 1, 1))}\n`));
        return new Promise<void>((resolve) => setTimeout(resolve, 10));
      },
    });

    const upload = fetch(`${url}/v1/feature-sets/${set}/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: half,
      signal: stop.signal,
      ...({ duplex: 'half' } as object),
    });
    setTimeout(() => stop.abort(), 200);

    await expect(upload).rejects.toThrow();
    await eventually(async () => {
      const left = await app.database.dataSource.query(
        `select from pg_class where relname = 'ingest_stage' and relpersistence = 't'`,
      );
      expect(left).toHaveLength(0);
    });
    expect(await contentsOf(app, set)).toEqual({ online: [], history: [] });
  });
});

describe('a bulk ingest that skips', () => {
  it('writes the good rows, counts the bad ones, shows 100 and offers all of them', async () => {
    const set = await delays();
    const rows = Array.from({ length: 300 }, (_, index) => row(`A${index}`, index % 2 === 0 ? index : 'x', 1));

    const { status, body } = await ingest(url, set, ndjson(rows), { query: '?on-error=skip' });

    expect(status).toBe(200);
    expect(body).toMatchObject({ read: 300, written: 150, rejected: 150, unchanged: 0 });
    expect(body.errors).toHaveLength(100);
    expect(body.errors[0]).toMatchObject({ row: 2, column: 'delay', content: rows[1] });
    const file = await (await fetch(`${url}${body.badRows}`)).text();
    const lines = file
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(150);
    expect(lines.at(-1)).toMatchObject({ row: 300, column: 'delay', content: rows[299] });
    expect(lines.at(-1).message).toContain('row 300.delay is "x"');
  });

  it('keeps the first of rows that contradict each other', async () => {
    const set = await delays();

    const { body } = await ingest(url, set, ndjson([row('SEA', 1, 1), row('SEA', 2, 1), row('SEA', 1, 1)]), {
      query: '?on-error=skip',
    });

    expect(body).toMatchObject({ read: 3, written: 1, unchanged: 1, rejected: 1 });
    expect(body.errors[0]).toMatchObject({ row: 2, column: 'event_time' });
    expect((await contentsOf(app, set)).history).toEqual(['["SEA"] 2026-01-01 01:00:00+00 [1]']);
  });

  it('says that there is no such ingest', async () => {
    const response = await fetch(`${url}/v1/ingests/nothing/bad-rows`);

    expect(response.status).toBe(404);
  });
});

describe('an Idempotency-Key', () => {
  it('is one of a request', async () => {
    const key = 'idempotency-key: a\r\n';
    const head = `Host: localhost\r\nConnection: close\r\ncontent-type: text/csv\r\ncontent-length: 2\r\n${key}${key}`;

    const answer = await exchange(url, `POST /v1/feature-sets/any/rows HTTP/1.1\r\n${head}\r\na\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"detail":"The request has 2 Idempotency-Key headers; send one\."/s);
  });

  it('makes a retry give the first answer and change nothing', async () => {
    const set = await delays();
    const body = ndjson([row('SEA', 1, 1)]);

    const first = await ingest(url, set, body, { key: `k-${set}` });
    await writeRows(app, set, [row('SEA', 2, 1)]);
    const again = await ingest(url, set, body, { key: `k-${set}` });

    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.body).toEqual(first.body);
    expect((await contentsOf(app, set)).online).toEqual(['["SEA"] 2026-01-01 01:00:00+00 [2]']);
  });

  it('is UTF-8, and comes back as it was sent', async () => {
    const set = await delays();
    const key = Buffer.from(`Zürich → ${set}`).toString('latin1');
    await ingest(url, set, ndjson([row('SEA', 1, 1)]), { key });

    const { status, body } = await ingest(url, set, ndjson([row('SEA', 2, 1)]), { key });

    expect([status, body.detail]).toEqual([409, expect.stringContaining(`The Idempotency-Key "Zürich → ${set}" was`)]);
  });

  it.each([
    ['is not UTF-8', 'Z\xfcrich', 'is not UTF-8'],
    ['is too long', 'k'.repeat(256), 'has 256 characters; at most 255 are read'],
    ['is empty', '', 'Idempotency-Key is empty'],
  ])('that %s is refused', async (_, key, problem) => {
    const { status, body } = await ingest(url, await delays(), ndjson([row('SEA', 1, 1)]), { key });

    expect([status, body.detail]).toEqual([400, expect.stringContaining(problem)]);
  });

  it('can not stand for other rows, another set or another policy', async () => {
    const set = await delays();
    const other = await delays();
    const body = ndjson([row('SEA', 1, 1)]);
    await ingest(url, set, body, { key: `c-${set}` });

    const answers = [
      await ingest(url, set, ndjson([row('SEA', 2, 1)]), { key: `c-${set}` }),
      await ingest(url, other, body, { key: `c-${set}` }),
      await ingest(url, set, body, { key: `c-${set}`, query: '?on-error=skip' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect((await contentsOf(app, other)).history).toEqual([]);
  });

  it('is written once by several who use it at once', async () => {
    const set = await delays();
    const body = ndjson(Array.from({ length: 200 }, (_, index) => row(`A${index}`, index, 1)));

    const answers = await Promise.all(Array.from({ length: 4 }, () => ingest(url, set, body, { key: `p-${set}` })));

    const done = answers.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ body: { ingest: id } }) => id)).size).toBe(1);
    expect(answers.filter(({ status }) => status !== 200).every(({ status }) => status === 409)).toBe(true);
    expect((await contentsOf(app, set)).history).toHaveLength(200);
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
