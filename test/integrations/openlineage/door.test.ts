import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type Fields, RUN_ID, runEvent, tell, toldNode, toldRun } from './told.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const fixture = async (name: string) =>
  JSON.parse(await readFile(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Fields;
const dataset = (name: string, facets: Fields = {}) => ({ namespace: 'ns', name, facets });
const job = (name: string) => ({ namespace: 'ns', name });

describe('an event of OpenLineage', () => {
  it('becomes a run, its job and its datasets, in one graph', async () => {
    expect(await tell(app, runEvent())).toEqual({ status: 201, body: { status: 'success', created: true } });
    expect(await tell(app, runEvent())).toEqual({ status: 201, body: { status: 'success', created: false } });

    expect(await toldRun(app, RUN_ID)).toMatchObject({
      status: 'SUCCEEDED',
      startedAt: '2026-11-24T10:05:00.000Z',
      endedAt: '2026-11-24T10:05:00.000Z',
      job: { label: '"airflow/daily.load"' },
      inputs: [{ node: { label: '"s3://lake/raw/flights"' } }],
      outputs: [{ node: { label: '"postgres://db:5432/air.public.flights"' } }],
    });
    expect((await toldNode(app, '"postgres://db:5432/air.public.flights"')).upstream).toEqual([
      'DATASET "postgres://db:5432/air.public.flights"',
      'DATASET "s3://lake/raw/flights"',
      'EXPERIMENT openlineage',
      'JOB "airflow/daily.load"',
      `RUN ${RUN_ID}`,
    ]);
  });

  it('means the dataset that is there already by that name, and that of a project by its own', async () => {
    const register = (name: string) =>
      app.graphql(
        'mutation ($name: String!) { registerDatasetVersion(input: {dataset: $name, location: "s3://x", digest: "1", columns: []}) { created } }',
        { name },
      );
    await register('s3://lake/known/table');
    await register('known');
    await tell(
      app,
      runEvent({
        run: { runId: 'reads-known' },
        inputs: [
          { namespace: 's3://lake', name: 'known/table' },
          { namespace: 'headwater://default', name: 'known' },
        ],
        outputs: [],
      }),
    );

    expect((await toldRun(app, 'reads-known')).inputs).toEqual([
      { node: { label: '"s3://lake/known/table"' } },
      { node: { label: 'known' } },
    ]);
    const { dataset: known } = await app.graphql<{ dataset: Fields }>(
      '{ dataset(ref: "known") { latestVersion { label } } }',
    );
    expect(known).toEqual({ latestVersion: { label: 'known@1' } });
  });

  it('keeps facets as they were sent, with all digits, and gives them back', async () => {
    const text = JSON.stringify(await fixture('example_full_event')).replace(
      '"rowCount":2000',
      '"rowCount":9007199254740993',
    );
    expect((await tell(app, text)).status).toBe(201);

    const run = await toldRun(app, 'ea041791-68bc-4ae1-bd89-4c8106a157e4');
    expect(run.facets).toMatchObject({ nominalTime: { nominalStartTime: '2020-12-17T03:00:00.001Z' }, tags: {} });
    expect(run.parent).toEqual({ name: RUN_ID, status: 'SUCCEEDED' });
    expect(run.datasetFacets).toMatchObject([
      { isOutput: false, facets: { dataQualityAssertions: { assertions: [{}, { column: 'id' }] } } },
      { isOutput: true, facets: { outputStatistics: { size: 2097152 } } },
    ]);
    const payload = { query: '{ runs(filter: {experiment: "openlineage"}) { nodes { datasetFacets { facets } } } }' };
    expect((await app.http.inject({ method: 'POST', url: '/graphql', payload })).body).toContain(
      '"rowCount":9007199254740993',
    );
  });

  it.each(['serde_example_run_event', 'serde_example_job_event', 'serde_example_dataset_event'])(
    'is taken without a zone in its time, and whichever kind it is: %s',
    async (name) => {
      expect((await tell(app, await fixture(name))).status).toBe(201);
    },
  );

  it('says by what a job does by design what it replaces, and leaves what its runs have done', async () => {
    const declare = (eventTime: string, inputs: readonly string[]) =>
      tell(app, {
        eventTime,
        job: job('planned'),
        inputs: inputs.map((name) => dataset(name)),
        outputs: [dataset('plan')],
      });
    await declare('2026-11-24T10:00:00Z', ['old', 'run-too']);
    await tell(app, {
      eventTime: '2026-11-24T10:01:00Z',
      run: { runId: 'planned' },
      job: job('planned'),
      inputs: [dataset('run-too')],
    });
    await declare('2026-11-24T10:02:00Z', ['new']);

    const { upstream } = await toldNode(app, '"ns/plan"');
    expect(upstream).toEqual(['DATASET "ns/new"', 'DATASET "ns/plan"', 'DATASET "ns/run-too"', 'JOB "ns/planned"']);
  });

  it('tells which columns are made from which, by the last word of each job', async () => {
    const write = (name: string, eventTime: string, columnLineage: Fields) =>
      tell(app, {
        eventTime,
        run: { runId: `writes-${eventTime}` },
        job: job(name),
        outputs: [dataset('revenue', { columnLineage })],
      });
    const from = (name: string, field: string) => ({ namespace: 'ns', name, field });
    await write('one', '2026-11-24T10:00:00Z', { fields: { gone: { inputFields: [from('older', 'x')] } } });
    await write('one', '2026-11-24T10:01:00Z', {
      fields: { total: { inputFields: [from('orders', 'price'), from('orders', 'amount')] } },
      dataset: [from('orders', 'day')],
    });
    await write('other', '2026-11-24T10:02:00Z', { fields: { tax: { inputFields: [from('taxes', 'rate')] } } });

    const { lineage } = await app.graphql<{ lineage: { edges: Fields[] } }>(
      'query ($of: [Ref!]!) { lineage(of: $of, depth: 1, kinds: [DATASET]) { edges { kind attributes } } }',
      { of: ['"ns/revenue"'] },
    );
    expect(lineage.edges).toEqual([
      { kind: 'DERIVED_FROM', attributes: { columns: { total: ['amount', 'day', 'price'] } } },
      { kind: 'DERIVED_FROM', attributes: { columns: { tax: ['rate'] } } },
    ]);
  });

  it('tells it also by the facet in which a job says all that it knows of what it writes', async () => {
    const entry = {
      type: 'DATASET',
      ...job('all-told'),
      inputs: [{ type: 'DATASET', ...job('whole') }],
      fields: { sum: { inputs: [{ type: 'DATASET', ...job('parts'), field: 'one' }] } },
    };
    await tell(app, {
      eventTime: '2026-11-24T10:00:00Z',
      job: { ...job('teller'), facets: { lineage: { entries: [entry] } } },
    });

    const { lineage } = await app.graphql<{ lineage: { edges: Fields[] } }>(
      'query ($of: [Ref!]!) { lineage(of: $of, depth: 1, kinds: [DATASET]) { edges { kind attributes } } }',
      { of: ['"ns/all-told"'] },
    );
    expect(lineage.edges.map(({ attributes }) => JSON.stringify(attributes)).sort()).toEqual([
      '{"columns":{"sum":["one"]}}',
      '{"columns":{}}',
    ]);
  });

  it('joins the names of one dataset, so that lineage goes on through either', async () => {
    await tell(app, runEvent({ run: { runId: 'writes-hive' }, outputs: [{ namespace: 'hive://h:1', name: 'd.t' }] }));
    await tell(app, {
      eventTime: '2026-11-24T10:00:00Z',
      dataset: {
        namespace: 's3://lake',
        name: 'd/t',
        facets: { symlinks: { identifiers: [{ namespace: 'hive://h:1', name: 'd.t', type: 'TABLE' }] } },
      },
    });

    expect((await toldNode(app, '"s3://lake/d/t"')).upstream).toContain('RUN writes-hive');
  });

  it('does not reopen a run, nor take back what was read, by what comes late and says less', async () => {
    const at = (eventType: string, second: number, more: Fields) =>
      tell(app, runEvent({ eventType, eventTime: `2026-11-24T10:00:0${second}Z`, run: { runId: 'late' }, ...more }));
    await at('FAIL', 5, {
      run: { runId: 'late', facets: { errorMessage: { message: 'out of memory', programmingLanguage: 'JAVA' } } },
    });
    await at('START', 1, { inputs: null, outputs: [] });
    await at('RUNNING', 7, { inputs: [] });

    expect(await toldRun(app, 'late')).toMatchObject({
      status: 'FAILED',
      startedAt: '2026-11-24T10:00:01.000Z',
      endedAt: '2026-11-24T10:00:05.000Z',
      message: 'out of memory',
      inputs: [{ node: { label: '"s3://lake/raw/flights"' } }],
    });
  });

  it('may come in gzip', async () => {
    const body = gzipSync(JSON.stringify(runEvent({ run: { runId: 'packed' } })));
    expect((await tell(app, body, { 'content-encoding': 'gzip' })).status).toBe(201);
    expect(await toldRun(app, 'packed')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('lets go of passwords', async () => {
    const uri = 'postgresql://ann:s3cret@db:5432/air?password=hush&x=1';
    await tell(
      app,
      runEvent({
        run: { runId: 'secretive' },
        inputs: [],
        outputs: [
          { namespace: 'postgres://ann:s3cret@db', name: 'air.t', facets: { dataSource: { uri } } },
          { namespace: 'abfss://box@account.dfs.core.windows.net', name: 'x' },
        ],
      }),
    );

    const run = await toldRun(app, 'secretive');
    expect(run.outputs).toEqual([
      { node: { label: '"postgres://db/air.t"' } },
      { node: { label: '"abfss://box@account.dfs.core.windows.net/x"' } },
    ]);
    expect((await toldNode(app, '"postgres://db/air.t"')).facets).toEqual({
      dataSource: { uri: 'postgresql://db:5432/air?password=&x=1' },
    });
  });
});
