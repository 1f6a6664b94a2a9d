import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { startRun } from './ask.js';

const API = '/api/2.0/mlflow';
const FILES = '/api/2.0/mlflow-artifacts/artifacts';

let app: AppUnderTest;
let url: string;
let run: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  run = await startRun(app);
});

afterAll(() => app.close());

interface Said {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

async function send(method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}) {
  const type = body === undefined || path.startsWith(FILES) ? {} : { 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...type, ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  const { error_code: code = '', message = '' } = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<
    string,
    string
  >;
  return { status: response.status, code, message } satisfies Said;
}

const post = (path: string, body: object) => send('POST', `${API}/${path}`, JSON.stringify(body));

/** Sends a path as it is written, which fetch would tidy up. */
function sendRaw(method: string, path: string, body = ''): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((done, fail) => {
    const sent = request({ hostname, port, path, method, headers: { 'content-length': body.length } }, (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode ?? 0));
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

describe('the door of MLflow, when somebody means it ill', () => {
  it('takes no token of a page that it has not given', async () => {
    const encode = (value: string) => Buffer.from(value).toString('base64');
    const tokens = ['x', '%%%', encode('{}'), encode('null'), encode('[]'), encode('{"offset": -1}'), encode('7')];
    const placed = ['', 'x', '../../etc', encode('["a","b"]'), encode('[1]'), '\u0000', 'a'.repeat(50_000)];
    tokens.push(encode('{"offset": 1e400}'), encode('{"offset": "9999999999999999999999"}'));
    tokens.push(...placed.map((after) => encode(JSON.stringify({ offset: 3, after }))));
    for (const token of tokens) {
      const asked = { experiment_ids: ['0'], page_token: token };
      for (const path of ['runs/search', 'experiments/search', 'logged-models/search']) {
        const { status, code } = await post(path, asked);
        if (status !== 200)
          expect([path, token.slice(0, 30), status, code]).toEqual([
            path,
            token.slice(0, 30),
            400,
            'INVALID_PARAMETER_VALUE',
          ]);
      }
    }
  });

  it('refuses what is too much with the words of MLflow', async () => {
    const metric = (step: number) => ({ key: 'm', value: 1, timestamp: 1, step });
    const pair = (n: number) => ({ key: `k${n}`, value: 'v' });
    const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
    const refused = [
      await post('runs/log-batch', { run_id: run, metrics: many(1_001, metric) }),
      await post('runs/log-batch', { run_id: run, params: many(101, pair) }),
      await post('runs/log-batch', { run_id: run, tags: many(101, pair) }),
      await post('runs/log-batch', { run_id: run, metrics: many(990, metric), params: many(11, pair) }),
      await post('runs/log-batch', { run_id: run, params: [pair(1), pair(1)] }),
      await post('runs/log-parameter', { run_id: run, key: 'k'.repeat(251), value: 'v' }),
      await send('POST', `${API}/runs/log-batch`, `{"run_id":"${run}","tags":[],"x":"${'a'.repeat(1_000_000)}"}`),
    ];
    expect(refused.map(({ status, code }) => `${status} ${code}`)).toEqual(
      Array(7).fill('400 INVALID_PARAMETER_VALUE'),
    );
    expect(refused.map(({ message }) => message)).toEqual([
      'A batch logging request can contain at most 1000 metrics. Got 1001 metrics. Please split up metrics across multiple requests and try again.',
      'A batch logging request can contain at most 100 params. Got 101 params. Please split up params across multiple requests and try again.',
      'A batch logging request can contain at most 100 tags. Got 101 tags. Please split up tags across multiple requests and try again.',
      'A batch logging request can contain at most 1000 metrics, params, and tags. Got 1001 metrics, params, and tags. Please split up metrics, params, and tags across multiple requests and try again.',
      "Duplicate parameter keys have been submitted: ['k1']. Please ensure the request contains only one param value per param key.",
      "'Param key' exceeds the maximum length of 250 characters",
      expect.stringMatching(
        /^Batched logging API requests must be at most 1000000 bytes, got a request of size 10000\d\d\.$/,
      ),
    ]);
    const large = await send('POST', `${API}/runs/search`, `{"filter":"${'a'.repeat(100_000_000)}"}`).catch(
      () => undefined,
    );
    expect(large === undefined || large.status === 413 || large.status === 400).toBe(true);
  });

  it('writes no file that a path would lead elsewhere with', async () => {
    const root = `${FILES}/0/${run}/artifacts`;
    for (const path of [
      `${root}/../../../etc/passwd`,
      `${root}/%2e%2e/%2e%2e/x`,
      `${root}/..%2fx`,
      `${root}/%252e%252e/x`,
      `${root}//etc/passwd`,
      `${root}/a%00b`,
      `${root}/a%5c..%5cb`,
      `${root}/${'d/'.repeat(200)}x`,
      `${root}/${'n'.repeat(2_000)}`,
      `${FILES}/../../../../etc/passwd`,
      `${FILES}/0/${randomUUID().replaceAll('-', '')}/artifacts/x`,
      `${FILES}//etc/passwd`,
    ]) {
      const status = await sendRaw('PUT', path, 'x');
      expect([path.slice(0, 100), status < 500]).toEqual([path.slice(0, 100), true]);
    }
    const { files = [] } = (await (await fetch(`${url}${FILES}?path=0/${run}/artifacts`)).json()) as {
      files?: object[];
    };
    for (const file of files) expect(JSON.stringify(file)).not.toMatch(/\.\.|passwd|\\u0000/);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const { hostname, port } = new URL(url);
    await new Promise<void>((done) => {
      const path = `${FILES}/0/${run}/artifacts/cut.bin`;
      const sent = request({ hostname, port, path, method: 'PUT', headers: { 'content-length': 4_000_000_000 } });
      sent.on('error', () => done());
      sent.on('response', (response) => response.resume().on('end', done));
      sent.write(Buffer.alloc(1_000_000));
      setTimeout(() => sent.destroy(), 50);
    });
    expect((await send('GET', `${FILES}/0/${run}/artifacts/cut.bin`)).status).toBe(404);
    for (const part of ['create', 'complete', 'abort'])
      expect(
        await send('POST', `/api/2.0/mlflow-artifacts/mpu/${part}/0/${run}/artifacts`, '{}', {
          'content-type': 'application/json',
        }),
      ).toMatchObject({
        status: 501,
        message: expect.stringMatching(/^Multipart upload is not supported for the current artifact repository/),
      });
  });

  it('keeps nothing of a batch that breaks off', async () => {
    const { hostname, port } = new URL(url);
    const own = await startRun(app);
    const metrics = Array.from({ length: 500 }, (_, step) => ({ key: 'cut', value: step, timestamp: 1, step }));
    const whole = JSON.stringify({ run_id: own, metrics });
    const headers = { 'content-type': 'application/json', 'content-length': whole.length };
    for (const share of [0, 0.5, 1 - 1 / whole.length])
      await new Promise<void>((done) => {
        const sent = request({ hostname, port, path: `${API}/runs/log-batch`, method: 'POST', headers });
        sent.on('error', () => done());
        sent.write(whole.slice(0, Math.floor(whole.length * share)), () => sent.destroy());
      });
    const answer = await fetch(`${url}${API}/runs/get?run_id=${own}`);
    expect(((await answer.json()) as { run: { data: object } }).run.data).not.toHaveProperty('metrics');
    expect(await post('runs/log-batch', { run_id: own, metrics })).toMatchObject({ status: 200 });
  });

  it('loses nothing, and half-writes nothing, while a run is deleted and restored under its writers', async () => {
    const shared = await startRun(app);
    let isOver = false;
    const flip = (async () => {
      for (let round = 0; round < 6; round++) {
        await post('runs/delete', { run_id: shared });
        await post('runs/restore', { run_id: shared });
      }
      isOver = true;
    })();
    let taken = 0;
    const writer = async (number: number) => {
      for (let step = 0; step < 40 && !(isOver && step > 5); step++) {
        const metrics = [0, 1, 2].map((n) => ({ key: `w${number}_${n}`, value: step, timestamp: 1, step }));
        const said = await post('runs/log-batch', {
          run_id: shared,
          metrics,
          params: [{ key: `p${number}_${step}`, value: 'v' }],
        });
        expect([200, 400, 404]).toContain(said.status);
        if (said.status === 200) taken++;
        else expect(said.message).toMatch(/must be in the 'active' state|deleted/);
      }
    };
    await Promise.all([flip, ...Array.from({ length: 8 }, (_, number) => writer(number))]);
    const answer = await fetch(`${url}${API}/runs/get?run_id=${shared}`);
    const { run: found } = (await answer.json()) as { run: { data: { params?: object[] } } };
    expect(found.data.params?.length ?? 0).toBe(taken);
  });

  it('lets a key that only reads write nothing, and a wrong one in nowhere', async () => {
    const own = await startAppUnderTest({ config: { ACCESS: 'required' } });
    try {
      const reader = await makeKey(own, { role: 'READER', project: 'default' });
      const writes = [
        ['POST', `${API}/runs/create`],
        ['POST', `${API}/experiments/create`],
        ['POST', `${API}/registered-models/create`],
        ['POST', `${API}/logged-models`],
        ['PUT', `${FILES}/0/${'a'.repeat(32)}/artifacts/x`],
        ['POST', `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${'a'.repeat(32)}&path=x`],
      ] as const;
      const payload = { name: 'n', experiment_id: '0' };
      for (const [method, path] of writes) {
        for (const [headers, status] of [
          [bearer(reader.key), 403],
          [basic('x', reader.key), 403],
          [basic('x', 'hw_wrong'), 401],
          [bearer('hw_wrong'), 401],
          [{ authorization: 'Basic !!!' }, 401],
          [{}, 401],
        ] as const) {
          const answer = await own.http.inject({ method, url: path, payload, headers });
          expect([method, path.slice(0, 60), Object.values(headers)[0]?.slice(0, 8), answer.statusCode]).toEqual([
            method,
            path.slice(0, 60),
            Object.values(headers)[0]?.slice(0, 8),
            status,
          ]);
        }
      }
    } finally {
      await own.close();
    }
  });
});
