import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { RunningService } from '../../processes/running-service.js';
import { bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const MOST = 5;
const GUESSES = 25;
const GUESSER = '127.0.0.2';

let app: AppUnderTest;
let key: string;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { WRONG_CREDENTIALS_PER_MINUTE: MOST } });
  key = (await makeKey(app, { role: 'READER', name: 'rita' })).key;
}, 60_000);

afterAll(() => app.close());

interface Attempt {
  readonly url: string;
  readonly from: string;
  readonly key: string;
}

/** How a WebSocket goes on whose first message says who it is: `connection_ack`, or the reason of its close. */
async function connectAs(attempt: Attempt): Promise<string> {
  const address = `${attempt.url.replace('http', 'ws')}/graphql`;
  const socket = new WebSocket(address, 'graphql-transport-ws', { localAddress: attempt.from });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  const closed = once(socket, 'close').then(([, reason]) => String(reason));
  const told = once(socket, 'message').then(([data]) => (JSON.parse(String(data)) as { type: string }).type);
  socket.send(JSON.stringify({ type: 'connection_init', payload: bearer(attempt.key) }));
  const outcome = await Promise.race([told, closed]);
  socket.terminate();
  return outcome;
}

const wrongKey = (index: number) => `hw_${'0'.repeat(12)}_${String(index).padStart(64, '0')}`;

async function expectSlowedDown(url: string): Promise<void> {
  expect(await connectAs({ url, from: '127.0.0.3', key })).toBe('connection_ack');
  const reasons: string[] = [];
  for (let index = 0; index < GUESSES; index++)
    reasons.push(await connectAs({ url, from: GUESSER, key: wrongKey(index) }));
  const looked = reasons.filter((reason) => reason.startsWith('There is no such key'));
  const refused = reasons.filter((reason) => reason.startsWith(`The address "${GUESSER}" has sent ${MOST} wrong keys`));
  expect([looked.length, refused.length]).toEqual([MOST, GUESSES - MOST]);
  // Not even the right one is looked at, and elsewhere nobody notices.
  expect(await connectAs({ url, from: GUESSER, key: (await makeKey(app, { role: 'READER' })).key })).toContain('wrong');
  expect(await connectAs({ url, from: '127.0.0.4', key })).toBe('connection_ack');
}

describe('whoever guesses keys in the first message of a WebSocket', () => {
  it('is slowed down and counted by its address, and others go on', async () => {
    await expectSlowedDown(await app.listen());
    const { body } = await app.http.inject({
      url: '/metrics',
      headers: bearer((await makeKey(app, { role: 'OWNER' })).key),
    });
    expect(body).toContain(`headwater_wrong_credentials_total{address="${GUESSER}",outcome="wrong"`);
  });

  it('is so by a service of two processes, too', async () => {
    const service = await RunningService.start(app.databaseUrl, [], { WRONG_CREDENTIALS_PER_MINUTE: String(MOST) });
    await expectSlowedDown(service.url).finally(() => service.stop());
  }, 120_000);
});
