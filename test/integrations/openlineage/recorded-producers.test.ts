import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { BATCH, tell, toldNode, toldRun } from './told.js';

interface ToldEvent {
  readonly eventType: string;
  readonly run: { readonly runId: string; readonly facets: Readonly<Record<string, unknown>> };
  readonly job: { readonly name: string };
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

function recorded(name: string): ToldEvent[] {
  const text = readFileSync(new URL(`fixtures/${name}.ndjson`, import.meta.url), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line) as ToldEvent);
}

const runOf = (events: readonly ToldEvent[], job: string) =>
  events.find((event) => event.job.name === job)?.run.runId ?? '';

describe('what Airflow sent', () => {
  it('is taken event by event, and the graph holds its tasks, their datasets, and how they ended', async () => {
    const events = recorded('airflow_dag_run');

    for (const event of events) expect(await tell(app, event)).toMatchObject({ status: 201, body: { created: true } });

    const dag = runOf(events, 'traffic');
    expect(await toldRun(app, dag)).toMatchObject({ status: 'FAILED', job: { label: '"airflow/traffic"' } });
    for (const [task, status] of [
      ['load', 'SUCCEEDED'],
      ['count', 'SUCCEEDED'],
      ['fail', 'FAILED'],
    ] as const) {
      const id = runOf(events, `traffic.${task}`);
      expect(await toldRun(app, id)).toMatchObject({
        status,
        parent: { name: dag },
        job: { label: `"airflow/traffic.${task}"` },
      });
    }
    const failed = await toldRun(app, runOf(events, 'traffic.fail'));
    expect(failed.message).toContain('exit code');
    const kept = events.filter(({ job }) => job.name === 'traffic.load').at(-1)?.run.facets ?? {};
    expect(Object.keys((await toldRun(app, runOf(events, 'traffic.load'))).facets as object).sort()).toEqual(
      Object.keys(kept).sort(),
    );
    const { upstream } = await toldNode(app, '"file//lake/flights"');
    expect(upstream).toContain('JOB "airflow/traffic.load"');
    expect(upstream.filter((each) => each.includes('/raw/flights.csv'))).toHaveLength(1);
  });
});

describe('what dbt sent', () => {
  it('is taken as a batch, and its models are made from each other, column by column', async () => {
    const events = recorded('dbt_build');

    const { status, body } = await tell(app, events, { url: BATCH });

    expect({ status, body }).toMatchObject({
      status: 200,
      body: { status: 'success', summary: { received: 8, successful: 8 } },
    });
    for (const model of ['flights', 'traffic']) {
      const run = await toldRun(app, runOf(events, `flights.main.flights.${model}.build.run`));
      expect(run).toMatchObject({ status: 'SUCCEEDED', parent: { name: runOf(events, 'dbt-run-flights') } });
    }
    const { upstream } = await toldNode(app, '"duckdb://flights.duckdb/flights.main.traffic"');
    expect(upstream.filter((each) => each.startsWith('DATASET')).join(' ')).toContain('flights.main.flights');
    expect(await tell(app, events, { url: BATCH })).toMatchObject({ body: { status: 'success' } });
  });
});

describe('what Spark sent', () => {
  const job = (name: string) => `traffic.execute_insert_into_hadoop_fs_relation_command.${name}`;

  it('is taken as a batch, in any order, and columns lead through its queries; a write that failed stays failed', async () => {
    const events = recorded('spark_application');

    const { body } = await tell(app, [...events].reverse(), { url: BATCH });

    expect(body).toMatchObject({ status: 'success', summary: { received: 28, successful: 28 } });
    const application = runOf(events, 'traffic');
    expect(await toldRun(app, application)).toMatchObject({ status: 'SUCCEEDED', job: { label: '"spark/traffic"' } });
    expect(await toldRun(app, runOf(events, job('clean_flights')))).toMatchObject({
      status: 'SUCCEEDED',
      parent: { name: application },
      inputs: [{ node: { label: '"file//tmp/lake/raw/flights.csv"' } }],
      outputs: [{ node: { label: '"file//tmp/lake/clean/flights"' } }],
    });
    // Of the job Spark says FAIL, and of the query that it was a part of COMPLETE, in the same run and a moment later.
    const failed = runOf(events, job('features_broken'));
    const ends = events.filter(({ run }) => run.runId === failed).map(({ eventType }) => eventType);
    expect(ends).toEqual(['START', 'RUNNING', 'FAIL', 'COMPLETE']);
    expect(await toldRun(app, failed)).toMatchObject({
      status: 'FAILED',
      endedAt: '2026-11-27T22:07:44.278Z',
      message: expect.stringContaining('ValueError: no such delay'),
    });
    const { lineage } = await app.graphql<{ lineage: { nodes: { members: string[]; node: { label: string } }[] } }>(
      'query ($of: [Ref!]!) { lineage(of: $of, depth: 9, columns: true) { nodes { members node { label } } } }',
      { of: ['"file//tmp/lake/features/traffic":mean_delay'] },
    );
    expect(lineage.nodes.map(({ node, members }) => [node.label, members])).toEqual([
      ['"file//tmp/lake/features/traffic"', ['mean_delay']],
      ['"file//tmp/lake/clean/flights"', ['airport', 'delay']],
      ['"file//tmp/lake/raw/airports.json"', ['airport', 'city']],
      ['"file//tmp/lake/raw/flights.csv"', ['delay', 'origin']],
    ]);
  });
});
