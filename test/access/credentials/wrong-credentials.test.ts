import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { casesOf } from '../../support/cases.js';
import { eventually } from '../../support/eventually.js';
import { bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type AnswerTo, requestFrom } from '../../support/service/request-from.js';

const MOST = 10;
const TRIES = casesOf(3_000, 10_000);
const CONNECTIONS = 40;
const GUESSER = '127.0.0.2';
const BODY = JSON.stringify({ query: '{ me { name } }' });

let app: AppUnderTest;
let url: string;
let owner: string;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { WRONG_CREDENTIALS_PER_MINUTE: MOST, LOG_LEVEL: 'warn' } });
  url = await app.listen();
  owner = (await makeKey(app, { role: 'OWNER', name: 'ada' })).key;
  // Until it has heard of the key, everybody is answered, and nobody known.
  await eventually(async () => expect((await ask('127.0.0.3', undefined)).status).toBe(401));
});

afterAll(() => app.close());

function ask(address: string, authorization: string | undefined, agent?: Agent): Promise<AnswerTo> {
  const headers = { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) };
  return requestFrom(address, `${url}/graphql`, { body: BODY, headers, ...(agent !== undefined && { agent }) });
}

const wrongKey = (index: number) =>
  `Bearer hw_guess${String(index).padStart(3, '0')}_${String(index).padStart(43, 'x')}`;

async function counted(outcome: string): Promise<number> {
  const { body } = await requestFrom('127.0.0.3', `${url}/metrics`, { headers: bearer(owner) });
  const line = new RegExp(
    `^headwater_wrong_credentials_total\\{address="${GUESSER}",outcome="${outcome}".*\\} (\\d+)`,
    'm',
  );
  return Number(line.exec(body)?.[1] ?? 0);
}

describe('an address that guesses keys', () => {
  it('is slowed down and counted, while others, and who was known there before, go on', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const known = await ask(GUESSER, bearer(owner).authorization);
    const late = (await makeKey(app, { role: 'READER', name: 'late' })).key;
    const answers: AnswerTo[] = [];
    const others: AnswerTo[] = [];
    let next = 0;
    const guess = async () => {
      for (let index = next++; index < TRIES; index = next++) {
        answers.push(await ask(GUESSER, wrongKey(index), agent));
        if (index % 500 === 250) others.push(await ask('127.0.0.3', bearer(owner).authorization));
        // Everybody is looked up anew then.
        if (index === TRIES / 2) await makeKey(app, { role: 'READER', name: 'new' });
        if (index % 500 === 251) others.push(await ask(GUESSER, bearer(owner).authorization));
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, guess));
    const unknown = await ask(GUESSER, bearer(late).authorization);
    const elsewhere = await ask('127.0.0.4', bearer(late).authorization);
    agent.destroy();
    const refused = answers.filter(({ status }) => status === 429);
    const looked = answers.filter(({ status }) => status === 401);

    expect(known.status).toBe(200);
    expect(looked.length + refused.length).toBe(TRIES);
    // A few are looked at together, and a minute may end meanwhile.
    expect(looked.length).toBeLessThan(5 * MOST);
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
    expect([unknown.status, elsewhere.status]).toEqual([429, 200]);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(refused[0]?.body ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', limit: 'WRONG_CREDENTIALS_PER_MINUTE' } }],
    });
    expect(await counted('wrong')).toBe(looked.length);
    expect(await counted('not_looked_at')).toBe(refused.length + 1);
    expect(app.log.filter(({ msg }) => msg.includes('too many wrong credentials')).length).toBeLessThan(5);
  }, 240_000);

  it('is not one that sends none', async () => {
    const answers = await Promise.all(Array.from({ length: 5 * MOST }, () => ask('127.0.0.5', undefined)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });
});
