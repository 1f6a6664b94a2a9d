import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../../support/eventually.js';
import { exchange, openSocket } from '../../support/raw-exchange.js';
import { basic, bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;
let url: string;
let key: string;
let other: string;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { WRONG_CREDENTIALS_PER_MINUTE: 0 } });
  url = await app.listen();
  key = (await makeKey(app, { role: 'READER', name: 'rita' })).key;
  other = (await makeKey(app, { role: 'OWNER', name: 'olga' })).key;
  // The service hears of its first key a moment later.
  await eventually(async () => expect(await ask()).toMatch(/^HTTP\/1.1 401 /));
});

afterAll(() => app.close());

const BODY = JSON.stringify({ query: '{ me { name project } }' });

/** Sends lines of a head as they are written. */
async function ask(...lines: readonly string[]): Promise<string> {
  const head = ['POST /graphql HTTP/1.1', `host: ${new URL(url).host}`, 'connection: close', ...lines];
  const length = `content-length: ${Buffer.byteLength(BODY)}`;
  return exchange(url, `${[...head, 'content-type: application/json', length].join('\r\n')}\r\n\r\n${BODY}`);
}

describe('an authorization header', () => {
  it.each([
    ['of many spaces', `Bearer x${' '.repeat(14_000)}x`],
    ['of many spaces before its end', `Bearer${' '.repeat(14_000)}x x`],
    ['of many words', `Bearer ${'x '.repeat(7_000)}`],
    ['of a Basic that is long', `Basic ${'A'.repeat(14_000)}`],
    ['of a Basic of colons', `Basic ${Buffer.from(':'.repeat(9_000)).toString('base64')}`],
    ['of dots', `Bearer ${'.'.repeat(14_000)}`],
    ['of a token with long parts', `Bearer ${'e'.repeat(4_000)}.${'e'.repeat(4_000)}.${'e'.repeat(4_000)}`],
    ['of a key with more behind it', `Bearer ${'hw_'.repeat(4_000)}`],
  ])('%s is refused at once', async (_, header) => {
    const before = process.cpuUsage();
    for (let count = 0; count < 10; count++) expect(await ask(`authorization: ${header}`)).toMatch(/^HTTP\/1.1 401 /);
    const { user, system } = process.cpuUsage(before);
    // Microseconds, also of the test itself.
    expect(user + system).toBeLessThan(1_000_000);
  });

  it('that is longer than heads may be is refused, and the service goes on', async () => {
    for (const bytes of [20_000, 1_000_000, 20_000_000])
      expect(await ask(`authorization: Bearer ${'x'.repeat(bytes)}`).catch(() => 'closed')).toMatch(
        /^(HTTP\/1.1 431 |closed)/,
      );
    expect(await ask(`authorization: Bearer ${key}`)).toContain('"name":"rita"');
  }, 30_000);

  it.each([
    ['a NUL in it', (k: string) => `Bearer ${k}\u0000`],
    ['a NUL before it', (k: string) => `Bearer \u0000${k}`],
    ['a line break in it', (k: string) => `Bearer ${k}\n x`],
    ['text behind it', (k: string) => `Bearer ${k}0`],
    ['upper case', (k: string) => `Bearer ${k.toUpperCase()}`],
    ['quotation marks around it', (k: string) => `Bearer "${k}"`],
    [
      'full-width digits',
      (k: string) => `Bearer ${k.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))}`,
    ],
    ['two keys', (k: string) => `Bearer ${k}, Bearer ${k}`],
    ['two keys in Basic', (k: string) => basic('x', `${k}:${k}`).authorization],
  ])('of a key with %s is none of that key', async (_, write) => {
    expect(await ask(`authorization: ${write(key)}`)).toMatch(/^HTTP\/1.1 40[01] /);
  });

  it.each([
    [(k: string) => bearer(k).authorization.replace('Bearer', 'bEARER')],
    [(k: string) => `Bearer    ${k}   `],
    [(k: string) => basic('', k).authorization],
  ])('is read however it is written: %s', async (write) => {
    expect(await ask(`AUTHORIZATION: ${write(key)}`)).toContain('"name":"rita"');
  });
});

describe('a header that says on whose behalf, or where, sent twice', () => {
  it.each([
    ['authorization', 'Authorization', () => [bearer(key).authorization, bearer(other).authorization]],
    ['authorization', 'AUTHORIZATION', () => [bearer(key).authorization, bearer(key).authorization]],
    ['headwater-project', 'Headwater-Project', () => ['default', 'other']],
    ['headwater-user', 'Headwater-User', () => ['ada', 'bob']],
  ])('is refused: %s and %s', async (first, second, values) => {
    const [one, two] = values();
    const own = first === 'authorization' ? [] : [`authorization: ${bearer(key).authorization}`];
    const answer = await ask(...own, `${first}: ${one}`, `${second}: ${two}`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain(`2 ${first} headers`);
  });
});

const countUnderWay = () => [...app.http.requestsUnderWay].length;

describe('a client that leaves while its key is looked up', () => {
  it.each([
    ['with a body that has not come', 'content-length: 600000', '{'],
    ['with a body in chunks', 'transfer-encoding: chunked', '5\r\n{"que\r\n'],
    ['with all of its body', 'content-length: 20000', '{}'.padEnd(20_000)],
  ])('%s leaves nothing behind', async (_, length, body) => {
    const locker = new Client({ connectionString: app.databaseUrl });
    await locker.connect();
    const { key: unknown } = await makeKey(app, { role: 'READER', name: 'ruth' });
    await locker.query('begin; lock table api_key in access exclusive mode');
    const socket = await openSocket(url);
    const lines = [`host: ${new URL(url).host}`, `authorization: Bearer ${unknown}`, 'content-type: application/json'];
    socket.write(`${['POST /graphql HTTP/1.1', ...lines, length].join('\r\n')}\r\n\r\n${body}`);
    await eventually(() => expect(countUnderWay()).toBe(1));
    const [under] = app.http.requestsUnderWay;
    socket.destroy();
    await eventually(() => expect(under?.[0].raw.destroyed).toBe(true));
    await locker.end();

    await eventually(() => expect(countUnderWay()).toBe(0));
  });
});
