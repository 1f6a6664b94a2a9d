import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CATALOG_WRITES } from '../durability/writes/catalog-writes.js';
import { DEFINITION_WRITES } from '../durability/writes/definition-writes.js';
import { ENDING_WRITES } from '../durability/writes/ending-writes.js';
import { FEATURE_WRITES, seedFeatureWrites } from '../durability/writes/feature-writes.js';
import type { Ask, Send } from '../durability/writes/kind-of-write.js';
import { MADE_ELSEWHERE } from '../durability/writes/made-elsewhere.js';
import { PROMOTION_WRITES } from '../durability/writes/promotion-writes.js';
import { RUN_WRITES } from '../durability/writes/run-writes.js';
import { trainingSetWrites } from '../durability/writes/training-set-writes.js';
import { WEBHOOK_WRITES } from '../durability/writes/webhook-writes.js';
import { eventually } from '../support/eventually.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { replay } from './replay/replay.js';
import { replayedState, storedState } from './replay/stored-state.js';
import { wholeFeed } from './whole-feed.js';

const KINDS = [
  ...CATALOG_WRITES,
  ...DEFINITION_WRITES,
  ...ENDING_WRITES,
  ...RUN_WRITES,
  ...FEATURE_WRITES,
  ...trainingSetWrites(),
  ...PROMOTION_WRITES,
  ...WEBHOOK_WRITES,
];

let app: AppUnderTest;
let url: string;
/** What the mutation that was sent last is called. */
let mutation = '';

const ask: Ask = (query, variables) => {
  mutation = /^mutation[^{]*\{ (\w+)/.exec(query)?.[1] ?? mutation;
  return app.graphql(query, { ...variables }, { user: 'ada' });
};
const send: Send = Object.assign(
  async (document: string, variables?: object) => {
    await ask(document, variables);
    return true;
  },
  {
    async post(path: string, contentType: string, body: string | Uint8Array<ArrayBuffer>) {
      mutation = `POST ${path}`;
      const headers = { 'content-type': contentType, 'headwater-user': 'ada' };
      return (await fetch(`${url}${path}`, { method: 'POST', headers, body })).ok;
    },
  },
);

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureWrites(send);
  await send('mutation { defineEnvironment(input: { name: "kill" }) { created } }');
});

afterAll(() => app.close());

/** Each of several steps is a change of its own. */
const STEPS: Readonly<Record<string, number>> = {
  cancelTrainingSet: 2,
  compactHistory: 2,
  backfillFeatureSetVersion: 2,
  resumeRun: 2,
  restoreRun: 2,
  restoreExperiment: 2,
};

it('leaves one record of every mutation that the schema knows, in who, where, what', async () => {
  const made = new Set<string>();
  for (const [n, kind] of KINDS.entries()) {
    await kind.prepare?.(send, n);
    await jobsDone();
    const before = (await wholeFeed(app.database)).at(-1)?.position ?? 0;
    mutation = '';

    await kind.change(send, n, ask);

    const changes = (await wholeFeed(app.database, before)).filter(({ door }) => door !== 'JOB');
    const [, route = ''] = /^POST \/v1\/([\w-]+)/.exec(mutation) ?? [];
    const door = mutation.startsWith('POST') ? 'HTTP' : 'GRAPHQL';
    made.add(mutation);
    const { length } = changes;
    expect([kind.name, length >= 1 && length <= (STEPS[mutation] ?? 1) ? 'recorded' : length]).toEqual([
      kind.name,
      'recorded',
    ]);
    for (const change of changes) {
      expect(change).toMatchObject({
        principal: 'ada',
        project: expect.any(String),
        door,
        requestId: expect.any(String),
      });
      expect([kind.name, route, Object.keys(change.details)]).not.toEqual([kind.name, route, []]);
    }
    await jobsDone();
  }
  const sdl = await readFile('schema/schema.graphql', 'utf8');
  const mutations = /^type Mutation \{\n(.*?)^\}/ms.exec(sdl)?.[1] ?? '';
  const known = [...mutations.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
  expect(known.filter((name = '') => !made.has(name) && !MADE_ELSEWHERE.includes(name))).toEqual([]);
}, 120_000);

it('says enough to make the whole state again from nothing', async () => {
  const changes = await wholeFeed(app.database);
  expect(replayedState(replay(changes))).toEqual(await storedState(app.databaseUrl));
});

it('never holds the value of a feature or a key that was erased', async () => {
  const log = JSON.stringify(await wholeFeed(app.database));
  expect(log).not.toMatch(/"\d+-\d+"/);
});

async function jobsDone(): Promise<void> {
  await eventually(async () => {
    const { trainingSetJobs } = await app.graphql<{ trainingSetJobs: { nodes: { status: string }[] } }>(
      '{ trainingSetJobs(first: 1000) { nodes { status } } }',
    );
    expect(trainingSetJobs.nodes.filter(({ status }) => status === 'RUNNING' || status === 'PENDING')).toEqual([]);
  }, 20_000);
}
