import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FeatureTableAnswer, seedFeatureSet, writeRows } from '../../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';
import { rows, setWithHistory, timeOf } from '../../time/join-oracle.js';

/** Rows that are compared; each run compares thirty. */
const CASES = Number(process.env.ROLES ?? 150);
const ROWS = 30;
const TABLE = 'columns { ref } values statuses eventTimes';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

type Pair = Readonly<Record<'a' | 'b', number>>;
const pair = fc.record({ a: fc.constantFrom(1, 11, 2), b: fc.constantFrom(2, 12) });
const role = fc.constantFrom('origin', 'payee', 'x');
const roles = fc.uniqueArray(role, { minLength: 1, maxLength: 3 });
const question = fc.array(fc.record({ keys: fc.tuple(pair, pair, pair), t: fc.nat(18) }), {
  minLength: ROWS,
  maxLength: ROWS,
});

/** What a row by role has to say: what the plain ones say, side by side. */
function sideBySide(tables: readonly FeatureTableAnswer[], part: 'values' | 'statuses' | 'eventTimes'): unknown[][] {
  return Array.from({ length: ROWS }, (_, row) => tables.flatMap((table) => [...(table[part][row] ?? [])]));
}

function expectSame(byRole: FeatureTableAnswer | undefined, plain: readonly (FeatureTableAnswer | undefined)[]): void {
  const tables = plain.map((table) => table as FeatureTableAnswer);
  for (const part of ['values', 'statuses', 'eventTimes'] as const)
    expect(byRole?.[part]).toEqual(sideBySide(tables, part));
}

const inRole = (name: string, { a, b }: Pair) => ({ [`${name}_a`]: a, [`${name}_b`]: b });

describe('reading by role', () => {
  it('equals reading by plain key, as of any time, and in a join, whatever may be known', async () => {
    const run = async (
      history: Parameters<typeof setWithHistory>[1],
      names: string[],
      asked: { keys: Pair[]; t: number }[],
      t: number,
    ) => {
      const set = await setWithHistory(app, history);
      const merged = asked.map(({ keys }) =>
        Object.assign({}, ...names.map((name, index) => inRole(name, keys[index] as Pair))),
      );
      const variables: Record<string, unknown> = {
        features: names.map((name) => `${set}:*~${name}`),
        plain: [`${set}:*`],
        entities: merged,
        spine: merged.map((row, index) => ({ ...row, event_time: timeOf(asked[index]?.t ?? 0) })),
      };
      const parts = names.map((_, index) => {
        variables[`e${index}`] = asked.map(({ keys }) => keys[index]);
        variables[`s${index}`] = asked.map(({ keys, t: time }) => ({ ...keys[index], event_time: timeOf(time) }));
        return `
          p${index}: onlineFeatures(features: $plain, entities: $e${index}, asOf: "${timeOf(t)}", knownAt: "${timeOf(t)}") { ${TABLE} }
          h${index}: historicalFeatures(features: $plain, spine: $s${index}, knownAt: EVENT) { ${TABLE} }`;
      });
      const declared = names.map((_, index) => `$e${index}: EntityKeys!, $s${index}: SpineRows!`).join(', ');

      const answer = await app.graphql<Record<string, FeatureTableAnswer>>(
        `query ($features: [Ref!]!, $plain: [Ref!]!, $entities: EntityKeys!, $spine: SpineRows!, ${declared}) {
           lookup: onlineFeatures(features: $features, entities: $entities, asOf: "${timeOf(t)}", knownAt: "${timeOf(t)}") { ${TABLE} }
           join: historicalFeatures(features: $features, spine: $spine, knownAt: EVENT) { ${TABLE} }
           ${parts.join('')}
         }`,
        variables,
      );

      expect(answer.lookup?.columns.map(({ ref }) => ref)).toEqual(names.map((name) => `${set}:x~${name}`));
      expectSame(
        answer.lookup,
        names.map((_, index) => answer[`p${index}`]),
      );
      expectSame(
        answer.join,
        names.map((_, index) => answer[`h${index}`]),
      );
    };
    await fc.assert(fc.asyncProperty(rows, roles, question, fc.nat(18), run), {
      numRuns: Math.ceil(CASES / ROWS),
      endOnFailure: true,
    });
  });

  it('equals reading by plain key online', async () => {
    const label = await seedFeatureSet(app, {
      name: 'online_by_role',
      entity: 'city',
      joinKeys: [{ name: 'city', type: 'STRING' }],
      features: ['x', 'y', 'z'].map((name) => ({ name, type: 'INT64' })),
      ttlSeconds: 3600,
    });
    const cities = ['SEA', 'DEN', 'LAX', 'a "b"', ''];
    const old = new Date(Date.now() - 86_400_000).toISOString();
    await writeRows(app, label, [
      { city: 'SEA', x: 1, y: 2, z: null, event_time: new Date().toISOString() },
      { city: 'DEN', x: 3, y: null, z: 4, event_time: old },
      { city: 'a "b"', x: 5, y: 6, z: 7, event_time: new Date().toISOString() },
    ]);
    const feature = fc.constantFrom('*', 'x', 'z', 'y');
    const column = fc.record({ feature, role: fc.option(role, { nil: null }) });
    const columns = fc.array(column, { minLength: 1, maxLength: 6 });
    const entity = fc.record({
      city: fc.constantFrom(...cities),
      origin: fc.constantFrom(...cities),
      payee: fc.constantFrom(...cities),
      x: fc.constantFrom(...cities),
    });
    const entities = fc.array(entity, { minLength: ROWS, maxLength: ROWS });
    const run = async (wanted: { feature: string; role: string | null }[], asked: Record<string, string>[]) => {
      const read = new Set(wanted.map(({ role: name }) => name ?? 'city'));
      const parts = wanted.map(
        ({ feature: name }, index) =>
          `p${index}: onlineFeatures(features: ["${label}:${name}"], entities: $e${index}) { ${TABLE} }`,
      );
      const declared = wanted.map((_, index) => `$e${index}: EntityKeys!`).join(', ');

      const answer = await app.graphql<Record<string, FeatureTableAnswer>>(
        `query ($features: [Ref!]!, $entities: EntityKeys!, ${declared}) {
           lookup: onlineFeatures(features: $features, entities: $entities) { ${TABLE} } ${parts.join(' ')}
         }`,
        {
          features: wanted.map(({ feature: name, role: by }) => `${label}:${name}${by === null ? '' : `~${by}`}`),
          entities: asked.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => read.has(name)))),
          ...Object.fromEntries(
            wanted.map(({ role: by }, index) => [`e${index}`, asked.map((one) => ({ city: one[by ?? 'city'] }))]),
          ),
        },
      );

      expectSame(
        answer.lookup,
        wanted.map((_, index) => answer[`p${index}`]),
      );
    };
    await fc.assert(fc.asyncProperty(columns, entities, run), {
      numRuns: Math.ceil(CASES / ROWS),
      endOnFailure: true,
    });
  });
});
