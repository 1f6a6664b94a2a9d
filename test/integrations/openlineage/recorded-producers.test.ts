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
