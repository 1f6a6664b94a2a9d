import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DELETE_NODE } from '../models/model-seed.js';
import { casesOf } from '../support/cases.js';
import { recordStatements } from '../support/postgres/record-statements.js';
import { writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { DeploymentSeed, type SeenBinding } from './deployment-seed.js';

let app: AppUnderTest;
let seed: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
  const { label } = await seed.featureSet('weather', ['a', 'b', 'c']);
  await writeRows(app, label, [{ airport: 'SEA', a: 1, b: 2, c: 3, event_time: '2026-01-01T00:00:00Z' }]);
  for (const feature of ['a', 'b', 'c', 'a']) await seed.modelVersion('m', { signature: [`weather:${feature}`] });
});

afterAll(() => app.close());

const SEA = [{ airport: 'SEA' }];
const LOOK_UP = `query ($ref: Ref!, $asOf: DateTime, $modelVersion: Ref) {
  deployment(ref: $ref) { onlineFeatures(entities: [{airport: "SEA"}], asOf: $asOf, modelVersion: $modelVersion) {
    values columns { ref } modelVersion { label } readAt } }
}`;

interface Answer {
  readonly deployment: {
    onlineFeatures: { values: number[][]; columns: { ref: string }[]; modelVersion: { label: string }; readAt: string };
  };
}

/** Whose signature both doors use, which must be the same one; or the refusal of both. */
async function usedBy(ref: string, asOf?: string, modelVersion?: string) {
  const payload = { deployment: ref, entities: SEA, asOf, modelVersion };
  const http = (await app.http.inject({ method: 'POST', url: '/v1/features', payload })).json();
  const { data, errors } = await app.graphqlAnswer<Answer>(LOOK_UP, { ref, asOf, modelVersion });
  const [error] = errors;
  if (error !== undefined) {
    expect(http).toMatchObject({ code: error.extensions.code, detail: error.message });
    return { code: error.extensions.code, message: error.message, firstServedAt: error.extensions.firstServedAt };
  }
  const table = data?.deployment.onlineFeatures;
  expect(http).toMatchObject({ modelVersion: table?.modelVersion.label, values: table?.values });
  return { label: table?.modelVersion.label, column: table?.columns[0]?.ref, value: table?.values[0]?.[0] };
}

const justBefore = (time: string) => new Date(Date.parse(time) - 1).toISOString();

describe('a lookup by deployment as of a time', () => {
  it('uses the binding that was live then, to the millisecond', async () => {
    await seed.deploy('production/moved', { 'm@1': 100 });
    await seed.deploy('production/moved', { 'm@2': 100 });
    await seed.undeploy('production/moved');
    await seed.deploy('production/moved', { 'm@3': 100 });
    const { history } = await seed.bindings('production/moved');
    const [third, second, first] = history.map(({ validFrom, validTo }) => ({ validFrom, validTo: validTo ?? '' }));

    expect(await usedBy('production/moved')).toEqual({ label: 'm@3', column: 'weather@1:c', value: 3 });
    expect(await usedBy('production/moved', first?.validFrom)).toMatchObject({ label: 'm@1', column: 'weather@1:a' });
    expect(await usedBy('production/moved', justBefore(second?.validFrom ?? ''))).toMatchObject({ label: 'm@1' });
    expect(await usedBy('production/moved', second?.validFrom)).toMatchObject({ label: 'm@2', column: 'weather@1:b' });
    expect(await usedBy('production/moved', third?.validFrom)).toMatchObject({ label: 'm@3' });
    for (const nothing of [justBefore(first?.validFrom ?? ''), second?.validTo ?? '']) {
      const refused = await usedBy('production/moved', nothing);
      expect(refused).toMatchObject({ code: 'FAILED_PRECONDITION', firstServedAt: first?.validFrom });
      expect(refused.message).toContain('production/moved');
      expect(refused.message).toContain(first?.validFrom);
    }
  });

  it('takes any version that ever served, whatever the time, and no other', async () => {
    await seed.deploy('production/chosen', { 'm@1': 100 });
    await seed.deploy('production/chosen', { 'm@2': 60, 'm@3': 40 });

    for (const time of ['2026-01-01T00:00:00Z', '2030-01-01T00:00:00Z'])
      for (const label of ['m@1', 'm@2', 'm@3'])
        expect(await usedBy('production/chosen', time, label)).toMatchObject({ label });
    expect(await usedBy('production/chosen', '2030-01-01T00:00:00Z', 'm@4')).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('m@4'),
    });
    expect(await usedBy('production/chosen', undefined, 'm@3')).toMatchObject({ label: 'm@3' });
    expect(await usedBy('production/chosen', undefined, 'm@1')).toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('still uses a version that was deleted since', async () => {
    const { id, label } = await seed.modelVersion('m', { signature: ['weather:b'] });
    await seed.deploy('production/deleted', { [label]: 100 });
    const [binding] = (await seed.bindings('production/deleted')).bindings;
    await seed.undeploy('production/deleted');
    await app.graphql(DELETE_NODE, { id });

    expect(await usedBy('production/deleted', binding?.validFrom)).toMatchObject({ label, value: 2 });
  });

  it('agrees with the bindings as of every time at which they changed, and is not remembered for another time', async () => {
    const split = fc.constantFrom<Record<string, number>>(
      { 'm@1': 100 },
      { 'm@1': 50, 'm@2': 50 },
      { 'm@2': 50, 'm@1': 50 },
      { 'm@1': 20, 'm@3': 40, 'm@2': 40 },
      { 'm@4': 0, 'm@2': 100 },
      {},
    );
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(split, { minLength: 2, maxLength: 6 }), async (splits) => {
        const ref = `production/any-${++number}`;
        await seed.deploy(ref, { 'm@4': 100 });
        for (const one of splits) {
          if (Object.keys(one).length === 0) await seed.undeploy(ref);
          else await seed.deploy(ref, one);
        }
        const { history } = await seed.bindings(ref);
        const times = [...new Set(history.flatMap(({ validFrom, validTo }) => [validFrom, validTo ?? validFrom]))];

        for (const time of times.flatMap((one) => [justBefore(one), one])) {
          const expected = largestAt(history, time);
          expect(await usedBy(ref, time)).toMatchObject(
            expected === undefined ? { code: 'FAILED_PRECONDITION' } : { label: expected },
          );
        }
      }),
      { numRuns: casesOf(5, 50), endOnFailure: true },
    );
  }, 180_000);

  it('costs the lookup of now no statement', async () => {
    await seed.deploy('production/fast', { 'm@1': 100 });
    await usedBy('production/fast', '2030-01-01T00:00:00Z');
    const now = () =>
      app.http.inject({
        method: 'POST',
        url: '/v1/features',
        payload: { deployment: 'production/fast', entities: SEA },
      });
    await now();

    expect(await recordStatements(app, now)).toHaveLength(1);
  });
});

/** Naively: the largest share of those that were live then, the oldest of equals, then the oldest version. */
function largestAt(history: readonly SeenBinding[], time: string): string | undefined {
  const at = Date.parse(time);
  const live = history.filter(
    ({ validFrom, validTo }) => Date.parse(validFrom) <= at && (validTo === null || Date.parse(validTo) > at),
  );
  const [largest] = [...live].sort(
    (one, other) =>
      other.trafficPercent - one.trafficPercent ||
      Date.parse(one.validFrom) - Date.parse(other.validFrom) ||
      one.modelVersion.label.localeCompare(other.modelVersion.label),
  );
  return largest?.modelVersion.label;
}
