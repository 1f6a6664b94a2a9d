import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readAddressBlock } from '../../../src/platform/outbound/address-rules.js';
import { OutboundSender } from '../../../src/platform/outbound/outbound-sender.js';
import { createHostResolver, type ResolveHost } from '../../../src/platform/outbound/resolve-host.js';
import { type Receiver, startReceiver } from '../../support/foreign/receiver.js';

const LIMITS = { connectMs: 300, headersMs: 400, wholeMs: 600, answerBytes: 1_000 };
const LOOPBACK = [readAddressBlock('127.0.0.1')];
const NEVER = new AbortController().signal;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

function post(url: string, { resolve = createHostResolver(), allowed = LOOPBACK } = {}) {
  return new OutboundSender(resolve, allowed, LIMITS).post({ url, headers: { 'x-test': '1' }, body: '{}' }, NEVER);
}

function at(host: string): string {
  return receiver.url.replace('127.0.0.1', host);
}

describe('what is sent to strangers', () => {
  it('reaches addresses that are allowed, under the name that was given', async () => {
    receiver.answer((response) => response.end('thanks'));
    const answer = await post(`${at('localhost')}/a?b=c`, { resolve: async () => ['127.0.0.1'] });
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('thanks') });
    const { path, headers } = receiver.received.at(-1) ?? {};
    expect([path, headers?.host, headers?.['x-test']]).toEqual(['/a?b=c', new URL(at('localhost')).host, '1']);
  });

  it.each([
    ...['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '127.0.0.1.', '[::ffff:127.0.0.1]'],
    ...['[::1]', '0.0.0.0', '[::]', '①②⑦.⓪.⓪.①', 'LOCALHOST'],
  ])('connects to nobody by http://%s where nothing is allowed', async (host) => {
    const before = receiver.connections();
    await expect(post(at(host), { allowed: [] })).rejects.toThrow(/not an address of the internet/);
    expect(receiver.connections()).toBe(before);
  });

  it('asks for the addresses of a name once, and connects to what it was told then', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    let asked = 0;
    const changing: ResolveHost = async () => answers[asked++] ?? [];
    receiver.answer(204);
    expect(await post(at('changes.example.com'), { resolve: changing })).toMatchObject({ status: 204 });
    expect(asked).toBe(1);
    await expect(post(at('changes.example.com'), { resolve: changing })).rejects.toThrow(
      'changes.example.com leads nowhere that may be posted to: 169.254.169.254 is not an address of the internet (linkLocal)',
    );
  });

  it('refuses a name that leads to both sides', async () => {
    const before = receiver.connections();
    const both: ResolveHost = async () => ['127.0.0.1', '10.0.0.1'];
    await expect(post(at('both.example.com'), { resolve: both })).rejects.toThrow('10.0.0.1 is not an address');
    expect(receiver.connections()).toBe(before);
  });

  it('sends over the internet by https alone', async () => {
    const resolve: ResolveHost = async () => ['93.184.216.34'];
    await expect(post('http://example.com/', { resolve })).rejects.toThrow('over the internet only https is sent');
  });

  it('does not follow where it is sent on to', async () => {
    const elsewhere = await startReceiver();
    receiver.answer((response) => response.writeHead(302, { location: elsewhere.url }).end());
    expect(await post(receiver.url)).toMatchObject({ status: 302 });
    expect(elsewhere.connections()).toBe(0);
    await elsewhere.close();
  });

  it.each([
    ['never answers', () => undefined, 'no answer within 400 ms'],
    [
      'closes the connection',
      (response: import('node:http').ServerResponse) => response.destroy(),
      /socket hang up|closed/,
    ],
    [
      'speaks no HTTP',
      (response: import('node:http').ServerResponse) => response.socket?.end('220 smtp\r\n'),
      /Parse Error|Expected/,
    ],
  ])('gives up where the other side %s', async (_what, answer, problem) => {
    receiver.answer(answer);
    await expect(post(receiver.url)).rejects.toThrow(problem);
  });

  it('gives up where nobody accepts the connection, and where the name is never found', async () => {
    await expect(post('https://10.255.255.1/', { allowed: [readAddressBlock('10.0.0.0/8')] })).rejects.toThrow();
    const hangs: ResolveHost = () => new Promise(() => undefined);
    await expect(post('https://hangs.example.com/', { resolve: hangs })).rejects.toThrow('not found in time');
  });

  it('reads only the beginning of an answer, however long it is or however slowly it comes', async () => {
    let sent = 0;
    receiver.answer((response) => {
      const chunk = Buffer.alloc(65_536, 'x');
      const more = () => {
        while (!response.destroyed && sent < 1e9 && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more);
      response.on('error', () => undefined);
      more();
    });
    const long = await post(receiver.url);
    expect([long.status, long.body.length]).toEqual([200, 1_000]);
    expect(sent).toBeLessThan(50e6);
    receiver.answer((response) => {
      const timer = setInterval(() => response.write('x'), 50);
      response.once('close', () => clearInterval(timer));
    });
    const began = performance.now();
    expect((await post(receiver.url)).body.length).toBeLessThan(100);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('stops at the signal', async () => {
    receiver.answer(() => undefined);
    const stop = new AbortController();
    const sending = new OutboundSender(createHostResolver(), LOOPBACK, {
      ...LIMITS,
      headersMs: 60_000,
      wholeMs: 60_000,
    }).post({ url: receiver.url, headers: {}, body: '' }, stop.signal);
    setTimeout(() => stop.abort(), 100);
    await expect(sending).rejects.toThrow('the service is being stopped');
  });
});
