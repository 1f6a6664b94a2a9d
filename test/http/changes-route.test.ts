import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CloudEvent } from 'cloudevents';
import { recordChange, recordChanges } from '../changes/record-change.js';
import { eventually } from '../support/eventually.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;
let url: string;
beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});
afterAll(() => app.close());

interface Line {
  readonly cursor: string;
  readonly requestId: string | null;
  readonly action: string;
}

async function lines(search = ''): Promise<Line[]> {
  const response = await fetch(`${url}/v1/changes${search}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  const text = await response.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

/** Reads server-sent events until it is told to stop. */
async function* eventsOf(search: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await fetch(`${url}/v1/changes${search}`, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: stop.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = text
          .slice(0, end)
          .split('\n')
          .map((line) => /^(\w*): ?(.*)$/s.exec(line)?.slice(1) ?? []);
        text = text.slice(end + 2);
        const event = Object.fromEntries(fields) as { event?: string; id?: string; data?: string };
        if (event.data !== undefined) yield event;
      }
    }
  } finally {
    stop.abort();
  }
}

describe('GET /v1/changes', () => {
  it('gives all that was done, as lines, or what was done behind a cursor', async () => {
    await recordChanges(
      app.database,
      Array.from({ length: 450 }, (_, count) => ({ requestId: `r-${count}` })),
    );
    await recordChange(app.database, { action: 'run:log', requestId: 'other' });
    const all = await lines('?actions=node:update');
    expect(all.map(({ requestId }) => requestId)).toEqual(Array.from({ length: 450 }, (_, count) => `r-${count}`));
    expect((await lines(`?after=${all[447]?.cursor}`)).map(({ requestId }) => requestId)).toEqual([
      'r-448',
      'r-449',
      'other',
    ]);
    const wrong = await fetch(`${url}/v1/changes?after=x`);
    expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('goes on as events, from where the last one was', async () => {
    const [last] = (await lines()).slice(-1);
    for (let count = 0; count < 3; count++) await recordChange(app.database, { requestId: `e-${count}` });
    const heard: string[] = [];
    for await (const { event, id, data } of eventsOf('', { 'last-event-id': last?.cursor ?? '' })) {
      const change = JSON.parse(data ?? '') as Line;
      expect([event, id]).toEqual(['change', change.cursor]);
      heard.push(change.requestId ?? '');
      if (heard.length === 3) void recordChange(app.database, { requestId: 'live' });
      if (heard.length === 4) break;
    }
    expect(heard).toEqual(['e-0', 'e-1', 'e-2', 'live']);
  });

  it('writes events as CloudEvents', async () => {
    const [last] = (await lines()).slice(-1);
    await recordChange(app.database, { requestId: 'cloud' });
    for await (const { data } of eventsOf(`?format=cloudevents&after=${last?.cursor}`)) {
      const event = new CloudEvent<{ requestId: string }>(JSON.parse(data ?? ''), true);
      expect([event.type, event.data?.requestId]).toEqual(['dev.headwater.node.update.v1', 'cloud']);
      break;
    }
    const wrong = await fetch(`${url}/v1/changes?format=xml`);
    expect(wrong.status).toBe(400);
  });

  it('says in the stream what is wrong with where to go on from', async () => {
    for await (const { event, data } of eventsOf(`?after=${Buffer.from('["999999999"]').toString('base64url')}`)) {
      expect(event).toBe('error');
      expect(JSON.parse(data ?? '')).toMatchObject({
        code: 'BAD_USER_INPUT',
        detail: expect.stringContaining('has not come as far'),
      });
      break;
    }
  });

  it('gives its place back when its client leaves', async () => {
    for (let round = 0; round < 3; round++) {
      for await (const _event of eventsOf(`?actions=node:update&after=${(await lines()).at(-2)?.cursor}`)) break;
    }
    await eventually(async () => {
      const connections = await new Promise<number>((resolve) =>
        app.http.server.getConnections((_error, count) => resolve(count)),
      );
      expect(connections).toBeLessThan(10);
    });
  });
});
