import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { BATCH, type Fields, runEvent, SINGLE, tell, toldRun } from './told.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const MB = 1024 * 1024;

describe('what can be no event', () => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', '', /not JSON/],
    ['half of one', '{"eventTime":', /not JSON/],
    ['no object', [], /no JSON object/],
    ['no time', runEvent({ eventTime: undefined }), /no eventTime/],
    ['no such time', runEvent({ eventTime: 'yesterday' }), /"yesterday", which is no time/],
    ['no id of a run', runEvent({ run: {} }), /without a runId/],
    ['no job', runEvent({ job: null }), /a run without a job/],
    ['half a job', runEvent({ job: { name: 'x' } }), /without namespace or name/],
    ['a dataset without a name', runEvent({ outputs: [{ namespace: 'x' }] }), /outputs\[0\]/],
    ['nothing that it tells of', { eventTime: '2026-11-24T10:00:00Z' }, /neither a run, nor a job, nor a dataset/],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), /not UTF-8/],
    ['no gzip in gzip', Buffer.from('{}'), /not gzip/],
    ['very deep JSON', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /500 levels deep/],
    [
      'a hundred thousand inputs',
      runEvent({ inputs: Array.from({ length: 100_000 }, (_, n) => ({ namespace: 'n', name: `${n}` })) }),
      /names 100001 datasets/,
    ],
  ])('is refused, and says why: %s', async (what, body, why) => {
    const answer = await tell(app, body, what.endsWith('in gzip') ? { 'content-encoding': 'gzip' } : {});
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(answer.body.detail).toMatch(why);
  });

  it('is told from what is too long, as it is or unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(33 * MB, ' '));
    expect(await tell(app, bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
    expect(await tell(app, Buffer.alloc(33 * MB, ' '))).toMatchObject({ status: 413 });
    expect(await tell(app, '{}', { 'content-encoding': 'br' })).toMatchObject({ status: 415 });
  });

  it('leaves nothing of itself: parents in a circle', async () => {
    const part = (runId: string, parent: string) =>
      runEvent({
        run: { runId, facets: { parent: { run: { runId: parent } } } },
        inputs: [{ namespace: 'circle', name: runId }],
      });
    expect((await tell(app, part('one', 'two'))).status).toBe(201);
    expect(await tell(app, part('two', 'one'))).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('part of itself') },
    });

    expect(await toldRun(app, 'two')).toMatchObject({ status: 'PENDING', inputs: [] });
  });
});

describe('a batch', () => {
  it('takes what it can, and says of the rest which and why', async () => {
    const events = [
      runEvent({ run: { runId: 'first' } }),
      7,
      runEvent({ eventTime: 'never' }),
      runEvent({ run: { runId: 'last' } }),
    ];
    const { status, body } = await tell(app, events, { url: BATCH });

    expect([status, body.status, body.summary]).toEqual([
      200,
      'partial_success',
      { received: 4, successful: 2, failed: 2, retriable: 0, non_retriable: 2 },
    ]);
    expect(body.failed_events).toEqual([
      { index: 1, reason: 'The event is no JSON object.', retriable: false },
      { index: 2, reason: expect.stringContaining('"never"'), retriable: false },
    ]);
    expect(await toldRun(app, 'last')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is a list of at most ten thousand', async () => {
    expect(await tell(app, {}, { url: BATCH })).toMatchObject({ status: 400 });
    expect(await tell(app, [], { url: BATCH })).toMatchObject({ status: 200, body: { status: 'success' } });
    expect(
      (
        await tell(
          app,
          Array.from({ length: 10_001 }, () => ({})),
          { url: BATCH },
        )
      ).body.detail,
    ).toContain('10001 events');
  });

  it('keeps nobody waiting, however large it is', async () => {
    const big = runEvent({
      run: { runId: 'big' },
      outputs: [
        { namespace: 'n', name: 'big', facets: { big: { text: Array.from({ length: 2_000_000 }, (_, n) => n) } } },
      ],
    });
    const text = Buffer.from(JSON.stringify(big));
    const url = await app.listen();
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const answer = await fetch(`${url}${SINGLE}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    });
    clearInterval(pulse);

    expect(answer.status).toBe(201);
    expect(text.length).toBeGreaterThan(12 * MB);
    // To read it here would take a multiple of that.
    expect(longest).toBeLessThan(2_000);
  }, 60_000);

  it('says what it had no time for', async () => {
    const hasty = await startAppUnderTest({ databaseUrl: app.databaseUrl, config: { REQUEST_TIMEOUT_MS: 1_000 } });
    const events = Array.from({ length: 5_000 }, (_, n) => runEvent({ run: { runId: `hasty-${n}` } }));
    const { status, body } = await tell(hasty, events, { url: BATCH });
    await hasty.close();

    expect([status, body.status]).toEqual([200, 'partial_success']);
    expect((body.failed_events as Fields[]).at(-1)).toMatchObject({ index: 4_999, retriable: true });
  }, 60_000);
});

describe('whoever may not write', () => {
  it('is refused before anything is read; another project is none of its business', async () => {
    const keyed = await startAppUnderTest();
    const { key: reader } = await makeKey(keyed, { role: 'READER', project: 'default' });
    const { key: writer } = await makeKey(keyed, { role: 'WRITER', project: 'default' });
    for (const url of [SINGLE, BATCH]) {
      expect((await tell(keyed, '{', { url })).status).toBe(401);
      expect((await tell(keyed, '{', { url, ...bearer(reader) })).status).toBe(403);
      expect((await tell(keyed, '{', { url, ...bearer(writer), 'headwater-project': 'other' })).status).toBe(404);
    }
    expect((await tell(keyed, runEvent(), bearer(writer))).status).toBe(201);
    expect(
      (await tell(keyed, runEvent({ run: { runId: 'by-url' } }), { url: `/p/default${SINGLE}`, ...bearer(writer) }))
        .status,
    ).toBe(201);
    await keyed.close();
  });
});
