import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { ServiceError, UnreachableError } from '@headwater/client/errors';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const DEFINE = graphql(`mutation ($input: DefineEntityInput!) {
  defineEntity(input: $input) { entity { name createdBy joinKeys { type } } created }
}`);
const FIND = graphql('query ($ref: Ref!) { entity(ref: $ref) { name } }');
let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await app.graphql('mutation { createProject(input: { name: "rivers" }) { project { name } } }');
});

afterAll(() => app.close());

describe('the client', () => {
  it('sends operations whose types the compiler knows, in a project and as somebody', async () => {
    const client = new HeadwaterClient({ url, project: 'rivers', user: 'Zoë' });

    const { defineEntity } = await client.graphql(DEFINE, {
      input: { name: 'river', joinKeys: [{ name: 'id', type: 'INT64' }], description: undefined },
    });
    const again = await client.graphql(FIND, { ref: 'river' });
    const elsewhere = await client.graphql(FIND, { ref: 'river' }, { project: 'default' });
    const byPath = await new HeadwaterClient({ url: `${url}/p/rivers/` }).graphql(FIND, { ref: 'river' });

    expect(defineEntity).toEqual({
      entity: { name: 'river', createdBy: 'Zoë', joinKeys: [{ type: 'INT64' }] },
      created: true,
    });
    expect([again.entity?.name, elsewhere.entity, byPath.entity?.name]).toEqual(['river', null, 'river']);
  });

  it.each([
    ['an operation', (client: HeadwaterClient) => client.graphql('{ model(ref: "a@b@c") { id } }'), 'BAD_USER_INPUT'],
    ['a document', (client: HeadwaterClient) => client.graphql('{ nothing }'), 'BAD_USER_INPUT'],
    ['a route', (client: HeadwaterClient) => client.request('/v1/training-sets/nope?format=csv'), 'NOT_FOUND'],
    ['a route that is none', (client: HeadwaterClient) => client.request('/v1/nope'), 'NOT_FOUND'],
  ])('throws what the service says of %s, with its code', async (_, ask, code) => {
    const error = await ask(new HeadwaterClient({ url })).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(/\w{4,}/) });
  });

  it('says where it has asked when nobody answers, and what to do', async () => {
    const client = new HeadwaterClient({ url: 'http://127.0.0.1:1', retries: 0, whenUnreachable: 'Start it.' });

    const error = await client.graphql(FIND, { ref: 'river' }).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(UnreachableError);
    expect((error as Error).message).toMatch(/^http:\/\/127\.0\.0\.1:1 does not answer \(.+\)\. Start it\.$/);
  });

  it('refuses what is no URL', () => {
    expect(() => new HeadwaterClient({ url: 'localhost' })).toThrow('"localhost" is no URL');
  });
});

describe('a service that fails for a moment', () => {
  let server: Server | undefined;

  afterEach(() => new Promise((resolve) => server?.close(resolve)));

  /** Fails the first requests, each as it is told, and then answers. */
  async function failing(...failures: readonly ((response: ServerResponse) => void)[]): Promise<HeadwaterClient> {
    let request = 0;
    server = createServer((_: IncomingMessage, response) => {
      const failure = failures[request++];
      if (failure !== undefined) return failure(response);
      response
        .setHeader('content-type', 'application/json')
        .end(`{"data": {"requests": ${request}, "id": 9007199254740993}}`);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return new HeadwaterClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  }
  const hangUp = (response: ServerResponse) => void response.destroy();
  const comeBack = (seconds: number) => (response: ServerResponse) =>
    void response
      .writeHead(503, { 'retry-after': String(seconds), 'content-type': 'application/problem+json' })
      .end('{"code": "UNAVAILABLE", "detail": "Busy."}');

  it('is asked again for what changes nothing, and gives integers with all their digits', async () => {
    const client = await failing(hangUp, comeBack(0));

    expect(await client.graphql('query { requests }')).toEqual({ requests: 3, id: 9007199254740993n });
  });

  it('is asked again to do what the caller knows to be idempotent', async () => {
    const client = await failing(comeBack(0));

    const response = await client.request('/v1/x', { method: 'POST', isIdempotent: true });

    expect(await response.text()).toContain('"requests": 2');
  });

  it.each([
    ['a mutation', 'mutation { forget }', hangUp, UnreachableError],
    ['anything, if it says to come back in a minute', '{ requests }', comeBack(60), ServiceError],
  ])('is not asked again for %s', async (_, text, failure, kind) => {
    const client = await failing(failure);

    await expect(client.graphql(text)).rejects.toBeInstanceOf(kind);
    expect(await client.graphql('{ requests }')).toMatchObject({ requests: 2 });
  });
});
