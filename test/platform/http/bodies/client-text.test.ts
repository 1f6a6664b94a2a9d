import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange } from '../../../support/raw-exchange.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';

const UUID = /^[0-9a-f-]{36}$/;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

describe('x-request-id', () => {
  it.each(['a'.repeat(129), 'two words', 'caf\u00c3\u00a9', 'tab\there'])('is replaced where it is %j', async (id) => {
    const response = await app.http.inject({ url: '/healthz', headers: { 'x-request-id': id } });

    expect(response.statusCode).toBe(200);
    expect(response.headers['x-request-id']).toMatch(UUID);
  });
});

describe('headwater-user', () => {
  it('is read as UTF-8', async () => {
    expect(await createdBy(Buffer.from('Zoë 渡辺'))).toBe('Zoë 渡辺');
  });

  it.each([
    ['is no UTF-8', Buffer.from([0x5a, 0x6f, 0xeb])],
    ['holds a control character', Buffer.from('a\tb')],
    ['holds a control character of C1', Buffer.from('a\u0085b')],
    ['is too long', Buffer.from('x'.repeat(257))],
  ])('is refused where it %s', async (_why, user) => {
    expect(await answerTo(user)).toMatch(/^HTTP\/1\.1 400 .*BAD_USER_INPUT/s);
  });
});

describe('headwater-project', () => {
  it('is bounded and must be text', async () => {
    const long = await app.graphqlError('{ datasets { nodes { id } } }', {}, { project: 'p'.repeat(257) });

    expect(long).toMatchObject({
      message: expect.stringContaining('headwater-project'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('/metrics', () => {
  it('keeps a name that a client gives its operation only where it is short, and only a hundred of them', async () => {
    await fail('x'.repeat(100_000));
    for (let index = 0; index < 150; index++) await fail(`operation_${index}`);

    const { payload } = await app.http.inject('/metrics');

    expect(payload).toContain('operation="other"');
    expect(payload.match(/headwater_graphql_errors_total\{/g)?.length).toBeLessThanOrEqual(101);
    expect(payload.length).toBeLessThan(100_000);
  });
});

describe('the log', () => {
  it('holds what a client sent only in part', async () => {
    const before = app.log.length;
    const comment = `# ${'x'.repeat(90_000)}\n`;
    await app.database.dataSource.query('alter table project rename to gone');
    await app.graphqlAnswer(`${comment}{ projects { name } }`);
    await app.database.dataSource.query('alter table gone rename to project');

    const lines = app.log.slice(before);

    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines[0]).length).toBeLessThan(20_000);
  });
});

async function createdBy(user: Buffer): Promise<string> {
  const name = `of_${user.toString('hex')}`;
  const created = await answerTo(
    user,
    `mutation { createProject(input: { name: \\"${name}\\" }) { project { createdBy } } }`,
  );
  return /"createdBy":"([^"]*)"/.exec(created)?.[1] ?? created;
}

function answerTo(user: Buffer, query = '{ projects { name } }'): Promise<string> {
  const body = `{"query":"${query}"}`;
  const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nheadwater-user: `;
  return exchange(url, Buffer.concat([Buffer.from(head), user, Buffer.from(`\r\n\r\n${body}`)]));
}

async function fail(operation: string): Promise<void> {
  await app.graphqlErrors(`query ${operation} { lineage(of: ["nothing"]) { depth } }`);
}
