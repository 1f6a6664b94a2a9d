import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

type Fields = Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly body: Fields;
}

let app: AppUnderTest;
let experiment: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  experiment = String((await ask('experiments/create', { name: 'door' })).body.experiment_id);
});

afterAll(() => app.close());

async function send(path: string, payload: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const response = await app.http.inject({
    method: 'POST',
    url: `/api/2.0/mlflow/${path}`,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.statusCode, body: response.json() };
}

const ask = (path: string, body: unknown, headers?: Readonly<Record<string, string>>) =>
  send(path, JSON.stringify(body), headers);

async function newRun(more: Fields = {}): Promise<string> {
  const { body } = await ask('runs/create', { experiment_id: experiment, ...more });
  return (body.run as { info: { run_id: string } }).info.run_id;
}

const search = (filter: string) => ask('runs/search', { experiment_ids: [experiment], filter });

describe('the door of MLflow', () => {
  it('answers what is no JSON, no object, or of the wrong type in its own form', async () => {
    for (const payload of [
      '{',
      '[]',
      '7',
      '"x"',
      '{"experiment_ids": 7}',
      '{"experiment_ids": [7]}',
      '{"filter": {}}',
    ]) {
      const { status, body } = await send('runs/search', payload);
      expect([payload, status, body.error_code]).toEqual([payload, 400, 'INVALID_PARAMETER_VALUE']);
    }
    expect(await ask('nothing/here', {})).toMatchObject({ status: 404, body: { error_code: 'ENDPOINT_NOT_FOUND' } });
    expect(await ask('traces', {})).toMatchObject({ status: 501, body: { error_code: 'NOT_IMPLEMENTED' } });
  });

  it('leaves alone what it does not know', async () => {
    expect((await ask('runs/create', { experiment_id: experiment, colour: 'blue', runName: 'camel' })).status).toBe(
      200,
    );
  });

  it('makes one of many experiments of one name that are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => ask('experiments/create', { name: 'raced' })));

    expect(made.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of made) if (status !== 200) expect(body.error_code).toBe('RESOURCE_ALREADY_EXISTS');
  });

  it('counts each of many versions of one model that are made at once, and gives no number twice', async () => {
    const run = await newRun();
    const { model } = (await ask('logged-models', { experiment_id: experiment })).body as {
      model: { info: { model_id: string } };
    };
    const ofRun = { name: 'counted', source: `runs:/${run}/model`, run_id: run };
    const ofModel = { name: 'counted', source: `models:/${model.info.model_id}`, model_id: model.info.model_id };
    await ask('registered-models/create', { name: 'counted' });
    const makeAtOnce = async (count: number) => {
      const made = await Promise.all(
        Array.from({ length: count }, (_, n) => ask('model-versions/create', n % 2 === 0 ? ofRun : ofModel)),
      );
      expect(made.map(({ status }) => status)).toEqual(Array(count).fill(200));
      return made.map(({ body }) => Number((body.model_version as Fields).version)).sort((a, b) => a - b);
    };
    expect(await makeAtOnce(10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await app.http.inject({
      method: 'DELETE',
      url: '/api/2.0/mlflow/model-versions/delete',
      payload: { name: 'counted', version: '10' },
    });
    expect(await makeAtOnce(2)).toEqual([11, 12]);

    const url = `/api/2.0/mlflow/model-versions/search?filter=${encodeURIComponent("name = 'counted'")}`;
    expect((await app.http.inject(url)).json<{ model_versions: object[] }>().model_versions).toHaveLength(11);
    const kept = (await app.http.inject(`/api/2.0/mlflow/logged-models/${model.info.model_id}`)).json<{
      model: { info: { tags: { key: string; value: string }[] } };
    }>();
    const told = kept.model.info.tags.find(({ key }) => key === 'mlflow.modelVersions')?.value ?? '';
    expect(JSON.parse(told)).toHaveLength(6);
  });

  it('refuses nothing because others write the same at the same time', async () => {
    const runs = await Promise.all(Array.from({ length: 6 }, () => newRun()));
    const names = Array.from({ length: 8 }, (_, n) => `crossed ${n}`);
    const read = await Promise.all(
      runs.map((run, n) =>
        ask('runs/log-inputs', {
          run_id: run,
          datasets: (n % 2 === 0 ? names : [...names].reverse()).map((name) => ({
            tags: [],
            dataset: { name, digest: 'd', source_type: 's', source: 'x' },
          })),
        }),
      ),
    );
    expect(read.map(({ status }) => status)).toEqual(Array(6).fill(200));

    await ask('registered-models/create', { name: 'moved' });
    const moves = await Promise.all(
      ['moved', 'moved again'].flatMap((name, _, both) => [
        ask('model-versions/create', { name, source: 's3://x/y' }),
        ask('registered-models/rename', { name, new_name: both.find((other) => other !== name) }),
        ask('model-versions/create', { name, source: 's3://x/y' }),
        ask('model-versions/create', { name, source: 's3://x/y' }),
      ]),
    );
    for (const { status, body } of moves) expect([200, 404]).toContain(status === 400 ? body.message : status);
    const called = `/api/2.0/mlflow/registered-models/search?filter=${encodeURIComponent("name LIKE 'moved%'")}`;
    expect((await app.http.inject(called)).json<Fields>().registered_models).toHaveLength(1);
  });

  it('reads hostile filters in time linear in their length', async () => {
    const begin = performance.now();
    for (const filter of [
      '('.repeat(20_000),
      `tags."${'\\'.repeat(40_000)}`,
      `run_id IN (${"'a',".repeat(20_000)}`,
      `run_id IN (${' '.repeat(40_000)}'a'`,
      'a = '.repeat(20_000),
      `${"params.x = 'y' AND ".repeat(200)}params.x = 'y'`,
    ]) {
      const { status, body } = await search(filter);
      expect([filter.slice(0, 20), status, body.error_code]).toEqual([
        filter.slice(0, 20),
        400,
        'INVALID_PARAMETER_VALUE',
      ]);
    }
    expect((await search(`metrics.${'a.'.repeat(20_000)} > 1`)).status).toBe(200);
    expect((await search(`tags.x LIKE '${'%a'.repeat(2_000)}'`)).status).toBe(200);
    expect((await search("tags.x LIKE '\\\\'")).status).toBe(200);
    expect((await search("params.x = '; drop table node --'")).status).toBe(200);
    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  it('keeps each point once, and refuses steps that a double cannot hold', async () => {
    const run = await newRun();
    const point = { key: 'm', value: 1, timestamp: 1_700_000_000_000, step: 0 };
    await ask('runs/log-batch', { run_id: run, metrics: [point, point] });
    await ask('runs/log-metric', { run_id: run, ...point });
    const history = await app.http.inject(`/ajax-api/2.0/mlflow/metrics/get-history?run_id=${run}&metric_key=m`);

    expect(history.json<{ metrics: object[] }>().metrics).toEqual([point]);
    expect((await ask('runs/log-metric', { run_id: run, ...point, step: '9007199254740993' })).status).toBe(400);
  });

  it('samples long histories for charts, with the ends of every run', async () => {
    const runs: string[] = [];
    for (const count of [10, 20]) {
      const run = await newRun();
      const metrics = Array.from({ length: count }, (_, step) => ({ key: 'm', value: step, timestamp: 1, step }));
      await ask('runs/log-batch', { run_id: run, metrics });
      runs.push(run);
    }
    const sampled = async (query: string) => {
      const url = `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=m&${query}`;
      const { metrics } = (await app.http.inject(url)).json<{ metrics: { run_id: string; step: number }[] }>();
      return runs.map((run) => metrics.filter((each) => each.run_id === run).map(({ step }) => step));
    };
    const both = runs.map((run) => `run_ids=${run}`).join('&');

    expect(await sampled(`run_ids=${runs[0]}&max_results=5`)).toEqual([[0, 2, 4, 6, 9], []]);
    expect(await sampled(`run_ids=${runs[0]}&max_results=5&start_step=0&end_step=4`)).toEqual([[0, 1, 2, 3, 4], []]);
    expect(await sampled(`run_ids=${runs[0]}&max_results=1`)).toEqual([[9], []]);
    const [least, largest] = [-(2n ** 63n), 2n ** 63n - 1n];
    expect(await sampled(`run_ids=${runs[0]}&max_results=2&start_step=${least}&end_step=${largest}`)).toEqual([
      [0, 9],
      [],
    ]);
    expect(await sampled(`${both}&max_results=5`)).toEqual([
      [0, 2, 4, 6, 9],
      [0, 4, 8, 12, 19],
    ]);
  });

  it('has the rights of keys, in either form, and answers in the project of the path', async () => {
    const own = await startAppUnderTest({ config: { ACCESS: 'required' } });
    try {
      const reader = await makeKey(own, { role: 'READER', project: 'default' });
      const writer = await makeKey(own, { role: 'WRITER', project: 'default' });
      const create = (headers: Readonly<Record<string, string>>, url = '/api/2.0/mlflow/runs/create') =>
        own.http.inject({ method: 'POST', url, payload: {}, headers });
      const answers = [
        await create({}),
        await create(bearer(reader.key)),
        await create(basic('ann', writer.key)),
        await create(bearer(writer.key)),
        await create(bearer(writer.key), '/p/default/api/2.0/mlflow/runs/create'),
        await create(bearer(writer.key), '/p/other/api/2.0/mlflow/runs/create'),
      ];
      expect(answers.map((each) => [each.statusCode, each.json<Fields>().error_code])).toEqual([
        [401, 'UNAUTHENTICATED'],
        [403, 'PERMISSION_DENIED'],
        [200, undefined],
        [200, undefined],
        [200, undefined],
        [404, 'RESOURCE_DOES_NOT_EXIST'],
      ]);
    } finally {
      await own.close();
    }
  });

  it('lets nobody set the tags in which it keeps what only MLflow knows', async () => {
    const run = await newRun({ user_id: 'ann' });
    const { body } = await ask('runs/set-tag', { run_id: run, key: 'headwater.mlflow.userId', value: 'bob' });

    expect(body).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });
  });

  it('records each change with who made it', async () => {
    const run = await newRun({ run_name: 'noted' });
    await ask('runs/log-parameter', { run_id: run, key: 'a', value: 'b' });
    const { runs } = await app.graphql<{
      runs: { nodes: { timeline: { nodes: { action: string; door: string }[] } }[] };
    }>('{ runs(filter: {nameContains: "noted"}) { nodes { timeline(first: 10) { nodes { action door } } } } }');
    expect(runs.nodes[0]?.timeline.nodes).toEqual([
      { action: 'run:log', door: 'HTTP' },
      { action: 'run:log', door: 'HTTP' },
    ]);
  });
});
