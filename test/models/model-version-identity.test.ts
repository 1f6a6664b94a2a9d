import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { ModelSeed } from './model-seed.js';

const ARTIFACT = { uri: 's3://models/one', digest: 'sha256:one' };
const START_RUN = 'mutation { startRun(input: { type: TRAINING }) { run { id } } }';

let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
  await seed.featureSet('traffic', ['delay', 'flights']);
  await seed.datasetVersion('flights');
});

afterAll(() => app.close());

async function startRun(): Promise<string> {
  return (await app.graphql<{ startRun: { run: { id: string } } }>(START_RUN)).startRun.run.id;
}

describe('a model version that is registered again', () => {
  it('is the same version when artifact and signature are the same, whatever its description says', async () => {
    const given = { artifact: ARTIFACT, signature: ['traffic:delay'], trainedOn: ['flights@1'] };
    const first = await seed.modelVersion('same', { ...given, description: 'first' });

    const again = await seed.modelVersion('same', {
      ...given,
      artifact: { ...ARTIFACT, uri: 's3://copy' },
      signature: ['traffic@1:delay'],
      description: 'second',
    });
    const withLess = await seed.modelVersion('same', { ...given, trainedOn: [] });

    expect(first.created).toBe(true);
    expect(again).toEqual({ ...first, created: false });
    expect(withLess).toEqual({ ...first, created: false });
  });

  it.each([
    ['artifact', { artifact: { uri: 's3://models/two', digest: 'sha256:two' } }],
    ['order of the signature', { signature: ['traffic:flights', 'traffic:delay'] }],
    ['training data', { trainedOn: ['flights@1'] }],
  ])('is a new version when its %s is another one', async (what, given) => {
    const model = what.replaceAll(' ', '_');
    const base = { artifact: ARTIFACT, signature: ['traffic:delay', 'traffic:flights'] };
    await seed.modelVersion(model, base);

    const other = await seed.modelVersion(model, { ...base, ...given });

    expect(other).toMatchObject({ label: `${model}@2`, created: true });
  });

  it('is a new version when another run made it, and the same when the same run says so twice', async () => {
    const [one, two] = [await startRun(), await startRun()];
    await seed.modelVersion('of_runs', { artifact: ARTIFACT, run: one });

    const again = await seed.modelVersion('of_runs', { artifact: ARTIFACT, run: one });
    const other = await seed.modelVersion('of_runs', { artifact: ARTIFACT, run: two });

    expect(again).toMatchObject({ label: 'of_runs@1', created: false });
    expect(other).toMatchObject({ label: 'of_runs@2', created: true });
  });

  it('says which run made it', async () => {
    const run = await startRun();
    await seed.modelVersion('of_a_run', { run });

    const { modelVersion } = await app.graphql<{ modelVersion: unknown }>(
      '{ modelVersion(ref: "of_a_run@1") { run { id } } }',
    );

    expect(modelVersion).toEqual({ run: { id: run } });
  });

  it('is the same version when it derives from "the newest", which it is itself by now', async () => {
    await seed.modelVersion('tuned');
    const given = { artifact: ARTIFACT, derivedFrom: ['tuned'] };
    const first = await seed.modelVersion('tuned', given);

    const again = await seed.modelVersion('tuned', given);

    expect(again).toEqual({ ...first, created: false });
  });

  it('is only compared with the newest version', async () => {
    await seed.modelVersion('back_and_forth', { artifact: ARTIFACT });
    await seed.modelVersion('back_and_forth');

    const third = await seed.modelVersion('back_and_forth', { artifact: ARTIFACT });

    expect(third).toMatchObject({ label: 'back_and_forth@3', created: true });
  });

  it('gives parallel writers the numbers 1 to n, without a gap', async () => {
    const writers = Array.from({ length: 20 }, () => seed.modelVersion('parallel'));

    const versions = (await Promise.all(writers)).map(({ version }) => version);

    expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('is made once by parallel writers that all say the same', async () => {
    const same = { artifact: ARTIFACT, signature: ['traffic:*'] };

    const versions = await Promise.all(Array.from({ length: 10 }, () => seed.modelVersion('once', same)));

    expect(new Set(versions.map(({ label }) => label))).toEqual(new Set(['once@1']));
    expect(versions.filter(({ created }) => created)).toHaveLength(1);
  });

  it('never gets a number that a deleted version had', async () => {
    await seed.modelVersion('numbers');
    await seed.modelVersion('numbers');
    await seed.delete('numbers@2');

    const next = await seed.modelVersion('numbers');

    expect(next.label).toBe('numbers@3');
  });
});
