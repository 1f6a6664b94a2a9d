import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { notFound } from '../../../src/platform/errors.js';
import { listen } from '../../../src/platform/http/listen.js';
import { createServer as createHeadwaterServer } from '../../../src/platform/http/server.js';
import { Capacity } from '../../../src/platform/memory/capacity.js';
import { capturedLog } from '../../support/captured-log.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const TRAFFIC = {
  connections: 100,
  requests: 100,
  requestsPerAddress: 0,
  requestsPerPrincipal: 0,
  headersMs: 5_000,
  leastBytesPerSecond: 1_000,
  wantedBytesPerSecond: 1_000,
  rateWindowMs: 5_000,
  transferMs: 60_000,
  answerBytes: 1_000_000,
  waitingBodyBytes: 1_000_000,
};
const OPTIONS = {
  logger: pino({ level: 'silent' }),
  bodyLimitBytes: 10_000,
  requestTimeoutMs: 5_000,
  host: '127.0.0.1',
  allowedHosts: [],
  origins: [],
  traffic: TRAFFIC,
  answerMemory: new Capacity(1_000_000),
};

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('every answer', () => {
  it('carries the id of its request: a fresh one, or the one that came with it', async () => {
    const fresh = await app.http.inject('/healthz');
    const given = await app.http.inject({ url: '/healthz', headers: { 'x-request-id': 'trace-42' } });
    const graphql = await app.http.inject({ method: 'POST', url: '/graphql', payload: { query: '{ __typename }' } });

    expect(fresh.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(given.headers['x-request-id']).toBe('trace-42');
    expect(graphql.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an address that does not exist', () => {
  it('is answered as a problem that says where things are', async () => {
    const response = await app.http.inject({ method: 'GET', url: '/v2/nothing' });

    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toEqual({
      title: 'NOT_FOUND',
      status: 404,
      code: 'NOT_FOUND',
      detail: expect.stringMatching(/no GET \/v2\/nothing.*POST \/graphql/),
    });
  });
});

describe('an error of a REST route', () => {
  it('is answered as a problem with the code, status and details of the error', async () => {
    const server = await createHeadwaterServer(OPTIONS);
    server.get('/missing', async () => {
      throw notFound('There is no "x".', { found: 12345678901234567890n });
    });

    const response = await server.inject('/missing');

    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toEqual({
      title: 'NOT_FOUND',
      status: 404,
      detail: 'There is no "x".',
      code: 'NOT_FOUND',
      found: '12345678901234567890',
    });
  });

  it('is masked when it is our own, and logged under the errorId that it gives', async () => {
    const { logger, lines } = capturedLog('info');
    const server = await createHeadwaterServer({ ...OPTIONS, logger });
    server.get('/broken', async () => {
      throw new Error('the secret of the house');
    });

    const response = await server.inject('/broken');

    expect(response.statusCode).toBe(500);
    expect(response.payload).not.toContain('secret');
    expect(response.json()).toMatchObject({ code: 'INTERNAL', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const logged = lines.find(({ errorId }) => errorId === response.json().errorId);
    expect(logged?.err?.message).toBe('the secret of the house');
  });

  it('names a body that is not JSON, and a media type that nobody reads', async () => {
    const server = await createHeadwaterServer(OPTIONS);
    server.post('/echo', async ({ body }) => body);
    const post = (contentType: string, payload: string) =>
      server.inject({ method: 'POST', url: '/echo', headers: { 'content-type': contentType }, payload });

    const broken = await post('application/json', '{"a": ');
    const unread = await post('application/x-yaml', 'a: 1');

    expect(broken.statusCode).toBe(400);
    expect(broken.json()).toMatchObject({ code: 'BAD_USER_INPUT', detail: expect.stringContaining('not JSON') });
    expect(unread.statusCode).toBe(415);
    expect(unread.json()).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('listen', () => {
  it('takes the port that it is told, or fails', async () => {
    const taken = await occupy(0);
    const server = await createHeadwaterServer(OPTIONS);

    await expect(listen(server, '127.0.0.1', portOf(taken))).rejects.toThrow(
      /^Port \d+ of 127\.0\.0\.1 is taken; .*PORT/,
    );
    await server.close();
    taken.close();
  });

  it('listens on one address of a host that has several, so that its limits hold for all of its connections', async () => {
    const server = await createHeadwaterServer(OPTIONS);

    const url = await listen(server, 'localhost', 0);

    expect(server.addresses()).toEqual([expect.objectContaining({ address: '127.0.0.1' })]);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    await server.close();
  });

  it('takes the next free port when the default is taken', async () => {
    const occupied = await occupy(4000).catch(() => undefined);
    const server = await createHeadwaterServer(OPTIONS);

    const url = new URL(await listen(server, '127.0.0.1', undefined));

    expect(Number(url.port)).toBeGreaterThan(4000);
    expect(Number(url.port)).toBeLessThan(4100);
    await server.close();
    occupied?.close();
  });
});

function occupy(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
