import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toPublicId } from '../../../src/graph/nodes/node-id.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { wholeFeed } from '../whole-feed.js';
import { randomMutations } from './random-mutations.js';
import { replay } from './replay.js';
import { replayedState, storedState } from './stored-state.js';

/** `MUTATIONS=20000 npx jest test/changes/replay/replay` for a long look. */
const MUTATIONS = Number(process.env.MUTATIONS ?? 250);
const WRITERS = 16;
/** Of the writers together in one round; then runs are known that later rounds log to. */
const ROUND = 200;

let app: AppUnderTest;
const codes = new Map<string, number>();

beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(
    'mutation { defineEntity(input: { name: "key", joinKeys: [{ name: "key", type: STRING }] }) { created } }',
  );
  const runs: string[] = [];
  for (let done = 0; done < MUTATIONS; done += ROUND) {
    const mutations = randomMutations(runs.slice(-20), ROUND, Math.floor(Math.random() * 2 ** 31));
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let n = writer; n < mutations.length; n += WRITERS) {
          const { document, variables } = mutations[n] ?? { document: '', variables: {} };
          const { data, errors } = await app.graphqlAnswer<{ startRun?: { run: { id: string } } }>(
            document,
            variables,
            { user: `w${writer}` },
          );
          const code = errors[0]?.extensions.code ?? 'done';
          codes.set(code, (codes.get(code) ?? 0) + 1);
          if (data?.startRun !== undefined) runs.push(data.startRun.run.id);
        }
      }),
    );
  }
});

afterAll(() => app.close());

describe(`after ${MUTATIONS} random mutations of ${WRITERS} writers`, () => {
  it('the feed, replayed from nothing, is the state', async () => {
    const feed = await wholeFeed(app.database);
    expect(feed.map(({ position }) => position)).toEqual(feed.map((_, index) => index + 1));
    expect(new Set(feed.map(({ id }) => id)).size).toBe(feed.length);
    expect(replayedState(replay(feed))).toEqual(await storedState(app.databaseUrl));
    expect(Object.fromEntries(codes)).not.toHaveProperty('INTERNAL');
    expect(codes.get('done')).toBeGreaterThan(MUTATIONS / 5);
  });

  it('what was said of a node at a time is what a replay up to then says', async () => {
    const feed = await wholeFeed(app.database);
    const times = [0.1, 0.35, 0.6, 0.9, 1].map(
      (share) => feed[Math.floor(share * (feed.length - 1))]?.at.toISOString() ?? '',
    );
    for (const asOf of times) {
      const { things } = replay(feed.filter(({ at }) => at.toISOString() <= asOf));
      const nodes = [...things].flatMap(([id, { kind, ...said }]) =>
        typeof kind === 'string' ? [{ id, kind, said }] : [],
      );
      const ids = nodes.map(({ kind, id }) => toPublicId(kind as Uppercase<string>, id));
      for (let from = 0; from < ids.length; from += 100) {
        const answer = await app.graphql<{ nodes: { metadata: Said }[] }>(
          'query ($ids: [ID!]!, $asOf: DateTime!) { nodes(ids: $ids) { metadata(asOf: $asOf) { description owner tags { key value } } } }',
          { ids: ids.slice(from, from + 100), asOf },
        );
        const expected = nodes.slice(from, from + 100).map(({ said: { description = null, owner = null, tags } }) => ({
          metadata: {
            description,
            owner,
            tags: Object.entries(tags ?? {})
              .sort()
              .map(([key, value]) => ({ key, value })),
          },
        }));
        expect(answer.nodes).toEqual(expected);
      }
    }
  });

  it('the lists as of a time are what a replay up to then says', async () => {
    const feed = await wholeFeed(app.database);
    for (const share of [0.2, 0.5, 0.8, 1]) {
      const asOf = feed[Math.floor(share * (feed.length - 1))]?.at.toISOString() ?? '';
      const { things } = replay(feed.filter(({ at }) => at.toISOString() <= asOf));
      for (const [list, wanted] of Object.entries(LISTED)) {
        const expected = [...things]
          .filter(([, { kind, deletedAt }]) => kind === wanted && deletedAt == null)
          .map(([id, { name, label, owner = null, tags }]) => ({
            id: toPublicId(wanted, id),
            name,
            label,
            owner,
            tags: Object.entries(tags ?? {})
              .sort()
              .map(([key, value]) => ({ key, value })),
          }))
          .sort((a, b) => (a.id < b.id ? 1 : -1));
        const told = await app.graphql<{ list: { nodes: object[]; totalCount: number } }>(
          `query ($asOf: DateTime!) { list: ${list}(asOf: $asOf, first: 500) { nodes { id name label owner tags { key value } } totalCount } }`,
          { asOf },
        );
        expect(told.list).toEqual({ nodes: expected, totalCount: expected.length });
      }
    }
  });
});

const LISTED = {
  models: 'MODEL',
  modelVersions: 'MODEL_VERSION',
  datasets: 'DATASET',
  datasetVersions: 'DATASET_VERSION',
  featureSets: 'FEATURE_SET',
} as const;

interface Said {
  readonly description: string | null;
}
