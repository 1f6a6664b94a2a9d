import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelSeed } from '../../models/model-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
  await app.graphql('mutation { defineEnvironment(input: { name: "production" }) { created } }');
  for (const auc of [0.7, 0.8, 0.9]) await seed.modelVersion('m', { metrics: [{ name: 'auc', value: auc }] });
});

afterAll(() => app.close());

const SPLIT = 'deployment { bindings { trafficPercent modelVersion { label } } }';
type Split = { deployment: { bindings: { trafficPercent: number; modelVersion: { label: string } }[] } };
const splitOf = ({ deployment }: Split) =>
  Object.fromEntries(
    deployment.bindings.map(({ modelVersion, trafficPercent }) => [modelVersion.label, trafficPercent]),
  );

async function deploy(name: string, split: Readonly<Record<string, number>>) {
  const bindings = Object.entries(split).map(([modelVersion, trafficPercent]) => ({ modelVersion, trafficPercent }));
  const input = { deployment: `production/${name}`, bindings };
  return app.graphql(`mutation ($input: DeployInput!) { deploy(input: $input) { ${SPLIT} } }`, { input });
}

async function rollback(name: string) {
  const input = { deployment: `production/${name}`, reason: 'slow' };
  const { data, errors } = await app.graphqlAnswer<{ rollback: Split }>(
    `mutation ($input: RollbackInput!) { rollback(input: $input) { restored ${SPLIT} } }`,
    { input },
  );
  return data == null ? errors[0]?.extensions.code : splitOf(data.rollback);
}

/** What a rollback would give, as it is told before. */
async function wouldGive(name: string) {
  const { deployment } = await app.graphql<{
    deployment: { rollsBackTo: { shares: { trafficPercent: number; modelVersion: { label: string } }[] } | null };
  }>(
    'query ($ref: Ref!) { deployment(ref: $ref) { rollsBackTo { setAt shares { trafficPercent modelVersion { label } } } } }',
    { ref: `production/${name}` },
  );
  return deployment.rollsBackTo === null ? null : splitOf({ deployment: { bindings: deployment.rollsBackTo.shares } });
}

async function shift(name: string, input: object) {
  const { data, errors } = await app.graphqlAnswer<{
    shiftTraffic: Split & { nextPercent: number | null; trafficPercent: number };
  }>(`mutation ($input: ShiftTrafficInput!) { shiftTraffic(input: $input) { trafficPercent nextPercent ${SPLIT} } }`, {
    input: { deployment: `production/${name}`, ...input },
  });
  if (data == null) return { code: errors[0]?.extensions.code };
  const { nextPercent, trafficPercent } = data.shiftTraffic;
  return { split: splitOf(data.shiftTraffic), trafficPercent, nextPercent };
}

describe('rollback', () => {
  it('gives the split of before, and again the one before that', async () => {
    await deploy('back', { 'm@1': 100 });
    await deploy('back', { 'm@1': 90, 'm@2': 10 });
    await deploy('back', { 'm@2': 50, 'm@3': 50 });
    expect(await wouldGive('back')).toEqual({ 'm@1': 90, 'm@2': 10 });
    expect(await rollback('back')).toEqual({ 'm@1': 90, 'm@2': 10 });
    expect(await rollback('back')).toEqual({ 'm@1': 100 });
    expect(await wouldGive('back')).toBeNull();
    expect(await rollback('back')).toBe('FAILED_PRECONDITION');
    await deploy('back', { 'm@3': 100 });
    expect(await rollback('back')).toEqual({ 'm@1': 100 });
  });

  it('brings back what was undeployed', async () => {
    await deploy('ended', { 'm@1': 100 });
    await app.graphql('mutation { undeploy(input: { deployment: "production/ended" }) { changed } }');
    expect(await rollback('ended')).toEqual({ 'm@1': 100 });
  });

  it('is refused where what it would serve was deleted', async () => {
    await seed.modelVersion('gone');
    await deploy('gone', { 'gone@1': 100 });
    await deploy('gone', { 'm@1': 100 });
    await seed.delete('gone@1');
    expect(await rollback('gone')).toBe('FAILED_PRECONDITION');
  });
});

describe('shiftTraffic', () => {
  it('goes one step further with each call, and the others keep their proportions', async () => {
    await deploy('steps', { 'm@1': 80, 'm@2': 20 });
    const call = () => shift('steps', { modelVersion: 'm@3', steps: [10, 50, 100] });
    expect(await call()).toEqual({ split: { 'm@1': 72, 'm@2': 18, 'm@3': 10 }, trafficPercent: 10, nextPercent: 50 });
    expect(await call()).toEqual({ split: { 'm@1': 40, 'm@2': 10, 'm@3': 50 }, trafficPercent: 50, nextPercent: 100 });
    expect(await call()).toEqual({ split: { 'm@3': 100, 'm@1': 0, 'm@2': 0 }, trafficPercent: 100, nextPercent: null });
    expect(await shift('steps', { modelVersion: 'm@3', toPercent: 50 })).toEqual({ code: 'FAILED_PRECONDITION' });
    expect(await rollback('steps')).toEqual({ 'm@1': 40, 'm@2': 10, 'm@3': 50 });
  });

  it('is a conflict where it was shifted meanwhile', async () => {
    await deploy('raced', { 'm@1': 100 });
    const input = { modelVersion: 'm@2', toPercent: 10, expectedPercent: 0 };
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => shift('raced', input)));
    expect(outcomes.filter(({ code }) => code === undefined)).toHaveLength(1);
    expect(outcomes.filter(({ code }) => code === 'CONFLICT')).toHaveLength(3);
  });

  it.each([
    ['neither', {}],
    ['both', { toPercent: 1, steps: [1] }],
    ['more than all', { toPercent: 101 }],
    ['steps that go back', { steps: [50, 10] }],
  ])('takes a share or steps, not %s', async (_, input) => {
    await deploy('wrong', { 'm@1': 100 });
    expect(await shift('wrong', { modelVersion: 'm@2', ...input })).toEqual({ code: 'BAD_USER_INPUT' });
  });
});

it('tells of a deployment what it was at a time', async () => {
  const at = async () => {
    const { stages } = await app.graphql<{ stages: unknown }>('{ stages { name } }');
    await new Promise((resolve) => setTimeout(resolve, 5));
    return stages && new Date().toISOString();
  };
  const before = await at();
  const input = { deployment: 'production/then', bindings: [{ modelVersion: 'm@1', trafficPercent: 100 }] };
  const DEPLOY = 'mutation ($input: DeployInput!) { deploy(input: $input) { changed } }';
  await app.graphql(DEPLOY, { input: { ...input, endpoint: 'http://one' } });
  const between = await at();
  await app.graphql(DEPLOY, {
    input: { ...input, endpoint: 'http://two', bindings: [{ modelVersion: 'm@2', trafficPercent: 100 }] },
  });
  await app.graphql('{ changes(of: ["production/then"]) { nodes { action } } }');
  const answer = await app.graphql(
    `query ($before: DateTime, $between: DateTime) {
       before: deployment(ref: "production/then", asOf: $before) { label }
       between: deployment(ref: "production/then", asOf: $between) { endpoint bindings { modelVersion { label } } }
       now: deployment(ref: "production/then") { endpoint bindings { modelVersion { label } } } }`,
    { before, between },
  );
  expect(answer).toEqual({
    before: null,
    between: { endpoint: 'http://one', bindings: [{ modelVersion: { label: 'm@1' } }] },
    now: { endpoint: 'http://two', bindings: [{ modelVersion: { label: 'm@2' } }] },
  });
});

it('sets champion, challenger and shadow side by side', async () => {
  await deploy('side', { 'm@1': 90, 'm@2': 10, 'm@3': 0 });
  const answer = await app.graphql(
    '{ deployment(ref: "production/side") { comparison { versions { role trafficPercent lookupsPerMinute modelVersion { label } } metrics { name values sources } } } }',
  );
  expect(answer).toMatchObject({
    deployment: {
      comparison: {
        versions: [
          { role: 'CHAMPION', trafficPercent: 90, lookupsPerMinute: 0, modelVersion: { label: 'm@1' } },
          { role: 'CHALLENGER', trafficPercent: 10, modelVersion: { label: 'm@2' } },
          { role: 'SHADOW', trafficPercent: 0, modelVersion: { label: 'm@3' } },
        ],
        metrics: [{ name: 'auc', values: [0.7, 0.8, 0.9], sources: ['registration', 'registration', 'registration'] }],
      },
    },
  });
});
