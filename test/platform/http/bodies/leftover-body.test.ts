import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';

const LINE = `${JSON.stringify({ airport: 'SEA', note: 'x'.repeat(1_000) })}\n`;
const MEGABYTE = LINE.repeat(1_000);

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

/** Refused by its first line, its content-type, its size, its address, its host. */
const REFUSALS = [
  ['at its beginning', '/v1/training-sets?name=a&features=rain:*', 'application/x-ndjson', 400],
  ['for its content-type', '/v1/training-sets', 'application/zip', 415],
  ['for its size', '/graphql', 'application/json', 400],
  ['for its address', '/v1/nothing', 'application/x-ndjson', 404],
] as const;

describe('an upload that is refused before its end', () => {
  it.each(REFUSALS)(
    '%s: its client reads the answer, and its connection goes on',
    async (_why, path, type, least) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });

      const refused = await send(agent, path, type, 20);
      const next = await send(agent, '/v1/nothing', 'application/x-ndjson', 1);

      expect(refused.status).toBeGreaterThanOrEqual(least);
      expect(refusalIn(refused.body)).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
      expect(next.status).toBe(404);
      agent.destroy();
    },
    20_000,
  );

  it.each(REFUSALS)(
    '%s: fetch reads the answer too',
    async (_why, path, type, least) => {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: Readable.toWeb(Readable.from(Array.from({ length: 20 }, () => Buffer.from(MEGABYTE)))) as never,
        ...({ duplex: 'half' } as object),
      });

      expect(response.status).toBeGreaterThanOrEqual(least);
      expect(refusalIn(await response.json())).toMatchObject({ code: expect.any(String) });
    },
    20_000,
  );

  it('ends the connection of a client that sends on and on', async () => {
    const request = httpRequest(`${url}/v1/nothing`, { method: 'POST', headers: { 'content-type': 'text/csv' } });
    const closed = new Promise<void>((resolve) => void request.on('close', resolve).on('error', () => undefined));
    const [response] = (await Promise.all([once(request, 'response'), request.write(MEGABYTE)])) as unknown as [
      [IncomingMessage],
      boolean,
    ];
    response[0].resume();
    let sent = 1;
    const pump = setInterval(() => {
      if (!request.destroyed && sent++ < 300) request.write(MEGABYTE);
    }, 5);
    await closed;
    clearInterval(pump);

    expect(response[0].statusCode).toBe(404);
    expect(sent).toBeLessThan(300);
  }, 40_000);
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function send(agent: Agent, path: string, type: string, megabytes: number): Promise<Answer> {
  const request = httpRequest(`${url}${path}`, { method: 'POST', agent, headers: { 'content-type': type } });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  // As many clients do, it sends all before it reads.
  for (let index = 0; index < megabytes; index++) {
    request.write(MEGABYTE);
  }
  request.end();
  const [response] = await answered;
  response.setEncoding('utf8');
  const text = (await response.toArray()).join('');
  return { status: response.statusCode ?? 0, body: JSON.parse(text) };
}

/** What a problem says, or an answer of GraphQL. */
function refusalIn(body: unknown): object {
  const { errors, ...problem } = body as { errors?: { message: string; extensions: { code: string } }[] };
  return errors === undefined ? problem : { code: errors[0]?.extensions.code, detail: errors[0]?.message };
}
