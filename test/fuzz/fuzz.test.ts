import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { drawMany } from './draw.js';
import { FuzzService } from './fuzz-service.js';
import { seedWorld } from './fuzz-world.js';
import type { World } from './graphql-values.js';
import { type FuzzRequest, fuzzRequest } from './http-requests.js';
import { oneConnection, send } from './send.js';

/** `FUZZ=20000 npm test -- test/fuzz` for a long look; `FUZZ_SEED` to see again what failed. */
const REQUESTS = Number(process.env.FUZZ ?? 120);
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const CALLERS = 4;
const SLOWEST_MS = 1_000;
const MOST_MEGABYTES = 600;
const HEALTH: FuzzRequest = { method: 'GET', path: '/healthz', headers: {}, body: Buffer.alloc(0), pace: 'WHOLE' };

let app: AppUnderTest;
let schema: GraphQLSchema;
let world: World;
let service: FuzzService;

beforeAll(async () => {
  schema = buildSchema(await readFile(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));
  app = await startAppUnderTest();
  world = await seedWorld(app);
  service = await FuzzService.start(app.databaseUrl);
});

afterAll(async () => {
  await service.stop();
  await app.close();
});

/** Of requests that took long beside others, those that take long alone too: the machine may have been busy. */
async function stillSlow(requests: readonly FuzzRequest[]): Promise<string[]> {
  const agent = oneConnection();
  const problems: string[] = [];
  for (const request of requests) {
    const answer = await send(service.url, agent, request);
    if (answer !== undefined && answer.milliseconds > SLOWEST_MS)
      problems.push(`took ${Math.round(answer.milliseconds)} ms\n${describeRequest(request)}`);
  }
  agent.destroy();
  return problems;
}

/** What is wrong with how a request was answered; undefined where nothing is. */
async function problemWith(agent: Agent, request: FuzzRequest, slow: FuzzRequest[]): Promise<string | undefined> {
  try {
    const answer = await send(service.url, agent, request);
    if (answer === undefined) return undefined;
    if (answer.status >= 500 && answer.status !== 503 && answer.status !== 504)
      return `status ${answer.status}: ${answer.body}`;
    if (/"code":"INTERNAL"/.test(answer.body)) return answer.body;
    if (answer.milliseconds > SLOWEST_MS) slow.push(request);
    const after = await send(service.url, agent, HEALTH);
    return after?.status === 200 ? undefined : `its connection was dead afterwards: ${after?.body}`;
  } catch (error) {
    return (error as Error).message;
  }
}

function describeRequest({ method, path, headers, body, pace }: FuzzRequest): string {
  return `${method} ${path.slice(0, 300)} ${pace} ${JSON.stringify(headers).slice(0, 500)}\n${body.toString().slice(0, 1_500)}`;
}

describe('whatever is sent', () => {
  it(
    `is answered in time, with a reason and never INTERNAL (${REQUESTS} requests, FUZZ_SEED=${SEED})`,
    async () => {
      const requests = drawMany(SEED, REQUESTS, (draw) => fuzzRequest(draw, schema, world));
      const problems: string[] = [];
      const slow: FuzzRequest[] = [];
      const caller = async () => {
        const agent = oneConnection();
        for (let request = requests.pop(); request !== undefined && problems.length < 5; request = requests.pop()) {
          const problem = await problemWith(agent, request, slow);
          if (problem !== undefined) problems.push(`${problem.slice(0, 500)}\n${describeRequest(request)}`);
        }
        agent.destroy();
      };

      await Promise.all(Array.from({ length: CALLERS }, caller));

      problems.push(...(await stillSlow(slow)));

      expect(problems.join('\n\n')).toBe('');
      expect(service.alive).toBe(true);
      expect(service.peakMegabytes()).toBeLessThan(MOST_MEGABYTES);
    },
    60_000 + REQUESTS * 200,
  );
});
