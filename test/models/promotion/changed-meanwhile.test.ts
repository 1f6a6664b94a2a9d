import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { PromotionSeed } from './promotion-seed.js';

let app: AppUnderTest;
let seed: PromotionSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new PromotionSeed(app);
  await seed.data('learn', 1_000);
  await seed.data('learn', 500, '2');
  await seed.data('march', 300);
});

afterAll(() => app.close());

const AUC = { kind: 'METRIC', metric: 'auc', operator: 'GT', value: 0.8 };
const promote = (ref: string, expectedCurrent: string | null = null) =>
  seed.try('promote', { modelVersion: ref, to: 'champion', expectedCurrent });

describe('between the evaluation and the promotion', () => {
  it('the policy may change, and the new one counts', async () => {
    await seed.version('policy', { auc: 0.85 });
    await seed.policy('policy', 'champion', [AUC]);
    expect((await seed.gate('policy@1')).verdict).toBe('PASSED');
    await seed.policy('policy', 'champion', [{ ...AUC, value: 0.9 }]);
    expect((await promote('policy@1')).error?.extensions).toMatchObject({ policyVersion: 2 });
  });

  it('an approval may be taken back, and evaluations may come', async () => {
    await seed.version('back', { auc: 0.85 });
    await seed.policy('back', 'champion', [AUC], { approvals: [{ count: 1 }] });
    const say = (decision: string) =>
      seed.try('approve', { modelVersion: 'back@1', to: 'champion', decision, reason: 'so' }, 'rita');
    await say('APPROVED');
    await say('REJECTED');
    expect((await promote('back@1')).error?.message).toContain('rita rejected it');
    await say('APPROVED');
    await seed.run('EVALUATION', [{ ref: 'back@1' }, { ref: 'march@1' }], { auc: 0.7 });
    expect((await promote('back@1')).error?.message).toContain('auc is 0.7');
    await seed.run('EVALUATION', [{ ref: 'back@1' }, { ref: 'march@1' }], { auc: 0.81 });
    expect((await promote('back@1')).answer).toMatchObject({ changed: true });
  });

  it('the champion may be deleted: it is expected by nobody, and compared with all the same', async () => {
    for (const auc of [0.9, 0.85, 0.95]) await seed.version('gone', { auc });
    await seed.policy('gone', 'champion', [{ kind: 'CHAMPION', metric: 'auc', better: 'MAX', minGain: 0 }]);
    await promote('gone@1');
    await seed.delete('gone@1');
    expect((await promote('gone@2', 'gone@1')).error?.extensions).toMatchObject({ code: 'NOT_FOUND', found: 'gone@1' });
    expect((await promote('gone@2')).error?.message).toContain('that of the champion gone@1 0.9');
    expect((await promote('gone@3')).answer).toMatchObject({ changed: true, previous: null });
  });
});

describe('a metric that is no number', () => {
  it.each(['NaN', 'Infinity', '-Infinity'])('fails, also of the champion: %s', async (value) => {
    const model = `odd_${value.replace('-', 'minus').toLowerCase()}`;
    await seed.version(model, {});
    await seed.version(model, {});
    await seed.run('EVALUATION', [{ ref: `${model}@1` }, { ref: 'march@1' }], { auc: value });
    await seed.policy(model, 'champion', [AUC]);
    expect((await seed.gate(`${model}@1`)).rules[0]).toMatchObject({
      outcome: 'FAILED',
      found: null,
      explanation: expect.stringContaining(`auc of ${model}@1 is ${value}`),
    });
    await seed.policy(model, 'champion', []);
    await promote(`${model}@1`);
    await seed.run('EVALUATION', [{ ref: `${model}@2` }, { ref: 'march@1' }], { auc: 0.99 });
    await seed.policy(model, 'champion', [{ kind: 'CHAMPION', metric: 'auc', better: 'MAX', maxRegression: 1 }]);
    expect((await seed.gate(`${model}@2`)).verdict).toBe('FAILED');
  });
});

it('takes what was learnt from without a version for every version of it', async () => {
  const rule = { kind: 'EVALUATION_NOT_TRAINED_ON' };
  const outcome = async (model: string, inputs: readonly object[], data: string) => {
    await seed.version(model, {}, { run: await seed.run('TRAINING', inputs) });
    await seed.run('EVALUATION', [{ ref: `${model}@1` }, { ref: data }]);
    await seed.policy(model, 'champion', [rule]);
    return (await seed.gate(`${model}@1`)).rules[0];
  };
  expect(await outcome('loose', [{ ref: 'learn' }], 'learn@2')).toMatchObject({
    outcome: 'FAILED',
    explanation: expect.stringContaining('what learn@2 is a version of, without a version'),
  });
  expect(await outcome('other', [{ ref: 'learn@1' }], 'learn@2')).toMatchObject({ outcome: 'PASSED' });
  expect(await outcome('tested', [{ ref: 'learn@1' }, { ref: 'learn', role: 'test' }], 'learn@2')).toMatchObject({
    outcome: 'PASSED',
  });
});

describe('a version that was derived from another one', () => {
  it('has that in its lineage, and learns from what that learnt from', async () => {
    await seed.version('base', {}, { trainedOn: ['march@1'] });
    await seed.version('tuned', {}, { trainedOn: ['learn@1'], derivedFrom: ['base@1'] });
    await seed.run('EVALUATION', [{ ref: 'tuned@1' }, { ref: 'march@1' }]);
    await seed.policy('tuned', 'champion', [{ kind: 'EVALUATION_NOT_TRAINED_ON' }]);
    expect((await seed.gate('tuned@1')).rules[0]?.explanation).toContain('It learnt from march@1');
    const { lineage, modelVersion } = await app.graphql<{
      lineage: { edges: { kind: string }[] };
      modelVersion: { derivedFrom: { label: string }[]; frozenLineage: { nodeCount: number } };
    }>(
      '{ lineage(of: ["tuned@1"], kinds: [MODEL_VERSION]) { edges { kind } } modelVersion(ref: "tuned@1") { derivedFrom { label } } }',
    );
    expect(lineage.edges).toEqual([{ kind: 'DERIVED_FROM' }]);
    expect(modelVersion.derivedFrom).toEqual([{ label: 'base@1' }]);
  });

  it('is never derived from itself, nor from what is derived from it', async () => {
    const register = (model: string, derivedFrom: string) =>
      app.graphqlAnswer<object>(
        'mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created modelVersion { label derivedFrom { label } } } }',
        { input: seed.modelVersionInput(model, { derivedFrom: [derivedFrom] }) },
      );
    expect((await register('ring', 'ring@1')).errors[0]?.extensions.code).toBe('NOT_FOUND');
    await seed.version('ring', {});
    expect((await register('ring', 'ring@2')).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const { data } = await register('ring', 'ring@1');
    expect(data).toMatchObject({
      registerModelVersion: { created: true, modelVersion: { label: 'ring@2', derivedFrom: [{ label: 'ring@1' }] } },
    });
    // A version is never changed, so the only other way to draw an edge into one is to log it as what a run made.
    const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation { startRun(input: { type: TRAINING, name: "ring", inputs: [{ ref: "ring@2" }] }) { run { id } } }',
    );
    const { errors } = await app.graphqlAnswer(
      'mutation ($run: Ref!) { logRun(input: { run: $run, outputs: [{ ref: "ring@1" }] }) { run { id } } }',
      { run: startRun.run.id },
    );
    expect(errors[0]?.message).toMatch(/cycle|circle|ring/i);
  });
});
