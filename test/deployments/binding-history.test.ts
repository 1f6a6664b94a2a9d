import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { DeploymentSeed, type SeenBinding, type Split, sharesOf } from './deployment-seed.js';

const VERSIONS = ['m@1', 'm@2', 'm@3'] as const;

let app: AppUnderTest;
let seed: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
  for (const _ of VERSIONS) await seed.modelVersion('m');
});

afterAll(() => app.close());

/** Nothing (undeploy), or shares of some of the versions; few different ones, so that some are repeated. */
const split: fc.Arbitrary<Split> = fc.constantFrom<Split>(
  {},
  { 'm@1': 100 },
  { 'm@2': 100 },
  { 'm@1': 50, 'm@2': 50 },
  { 'm@2': 50, 'm@3': 50 },
  { 'm@1': 90, 'm@3': 10 },
  { 'm@1': 0, 'm@2': 100 },
  { 'm@1': 40, 'm@2': 30, 'm@3': 30 },
  { 'm@1': 20, 'm@2': 40, 'm@3': 40 },
);

/** What the test itself remembers of a change: when it happened and what served from then on. */
interface Change {
  readonly at: number;
  readonly split: Split;
}

const sameSplit = (a: Split, b: Split) => VERSIONS.every((version) => a[version] === b[version]);

function lastChange(history: readonly SeenBinding[]): number {
  return Math.max(
    ...history.flatMap(({ validFrom, validTo }) => [Date.parse(validFrom), Date.parse(validTo ?? validFrom)]),
  );
}

/** Since when a version has served with the share that it has after the given change. */
function servingSince(changes: readonly Change[], index: number, version: string): number {
  const share = changes[index]?.split[version];
  let since = index;
  while (since > 0 && changes[since - 1]?.split[version] === share) since--;
  return changes[since]?.at ?? 0;
}

/** The naive answer: the last split at or before the time, largest share first, then longest serving, then version. */
function expectedAt(changes: readonly Change[], time: number): [string, number][] {
  const index = changes.findLastIndex((change) => change.at <= time);
  return Object.entries(changes[index]?.split ?? {}).sort(
    ([a, shareA], [b, shareB]) =>
      shareB - shareA || servingSince(changes, index, a) - servingSince(changes, index, b) || (a < b ? -1 : 1),
  );
}

describe('bindings(asOf)', () => {
  it('answers every split of any sequence, to the millisecond of each change', async () => {
    let count = 0;
    const property = fc.asyncProperty(fc.array(split, { minLength: 1, maxLength: 7 }), async (splits) => {
      const deployment = `history/d${++count}`;
      await seed.deploy(deployment, { 'm@1': 100 });
      const changes: Change[] = [{ at: lastChange((await seed.bindings(deployment)).history), split: { 'm@1': 100 } }];
      for (const wanted of splits) {
        const isEmpty = Object.keys(wanted).length === 0;
        const { changed } = isEmpty ? await seed.undeploy(deployment) : await seed.deploy(deployment, wanted);
        expect(changed).toBe(!sameSplit(wanted, changes.at(-1)?.split ?? {}));
        if (changed) changes.push({ at: lastChange((await seed.bindings(deployment)).history), split: wanted });
      }

      // Each change has a time of its own, after the one before.
      for (const [index, { at }] of changes.entries()) expect(at).toBeGreaterThan(changes[index - 1]?.at ?? 0);
      for (const { at } of changes) {
        for (const time of [at - 1, at, at + 1]) {
          const { bindings } = await seed.bindings(deployment, new Date(time).toISOString());
          expect(sharesOf(bindings)).toEqual(expectedAt(changes, time));
        }
      }
      const { bindings } = await seed.bindings(deployment);
      expect(sharesOf(bindings)).toEqual(expectedAt(changes, Number.POSITIVE_INFINITY));
    });

    await fc.assert(property, { numRuns: casesOf(10, 100) });
  });

  it('is empty before the deployment was made, and what is live now for any time to come', async () => {
    await seed.deploy('history/ends', { 'm@1': 100 });

    const before = await seed.bindings('history/ends', '2001-01-01T00:00:00Z');
    const after = await seed.bindings('history/ends', '2999-01-01T00:00:00Z');

    expect(before.bindings).toEqual([]);
    expect(sharesOf(after.bindings)).toEqual([['m@1', 100]]);
  });

  it('tells the last microsecond of a split from the first of the next', async () => {
    await seed.deploy('history/fine', { 'm@1': 100 });
    const { deployment } = await seed.deploy('history/fine', { 'm@2': 100 });
    const change = Date.parse(deployment.bindings[0]?.validFrom ?? '');
    const lastMicrosecond = new Date(change - 1).toISOString().replace('Z', '999Z');

    const last = await seed.bindings('history/fine', lastMicrosecond);
    const first = await seed.bindings('history/fine', new Date(change).toISOString());

    expect(sharesOf(last.bindings)).toEqual([['m@1', 100]]);
    expect(sharesOf(first.bindings)).toEqual([['m@2', 100]]);
  });

  it('refuses a time without a zone', async () => {
    const error = await app.graphqlError(
      '{ deployment(ref: "history/fine") { bindings(asOf: "2026-01-01T00:00:00") { trafficPercent } } }',
    );

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
  });
});
