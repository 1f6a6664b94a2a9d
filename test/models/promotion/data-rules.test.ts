import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { PromotionSeed } from './promotion-seed.js';

let app: AppUnderTest;
let seed: PromotionSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new PromotionSeed(app);
  await seed.data('raw', 5_000);
  await seed.data('learn', 1_000, '1', ['raw@1']);
  await seed.data('march', 300);
  await seed.data('april', 300);
});

afterAll(() => app.close());

const champion = (ref: string) =>
  app.graphql('mutation ($ref: Ref!) { setAlias(input: { modelVersion: $ref, alias: "champion" }) { changed } }', {
    ref,
  });

async function oneRule(model: string, rule: object, version = 1) {
  await seed.policy(model, 'champion', [rule]);
  const { rules, verdict } = await seed.gate(`${model}@${version}`);
  return { verdict, ...rules[0] };
}

const judge = (
  model: string,
  data: string,
  metrics: Record<string, number | string> = {},
  more: readonly object[] = [],
) => seed.run('EVALUATION', [{ ref: model, role: 'judged' }, { ref: data }, ...more], metrics);

describe('what a version was evaluated on', () => {
  it('has enough rows, or not', async () => {
    await seed.version('rows', {});
    expect(await oneRule('rows', { kind: 'EVALUATION_ROWS', value: 300 })).toMatchObject({ outcome: 'FAILED' });
    await judge('rows@1', 'march@1');
    expect(await oneRule('rows', { kind: 'EVALUATION_ROWS', value: 300 })).toMatchObject({
      outcome: 'PASSED',
      found: 300,
    });
    expect(await oneRule('rows', { kind: 'EVALUATION_ROWS', value: 301 })).toMatchObject({
      outcome: 'FAILED',
      threshold: 301,
    });
  });

  it('is the same version of the same dataset as for the champion', async () => {
    const rule = { kind: 'SAME_EVALUATION_DATASET' };
    await seed.version('same', {});
    await seed.version('same', {});
    await judge('same@1', 'march@1');
    await champion('same@1');
    await judge('same@2', 'april@1', {}, [{ ref: 'same@1', role: 'baseline' }]);
    const found = await oneRule('same', rule, 2);
    expect(found).toMatchObject({
      outcome: 'FAILED',
      explanation: 'It was evaluated on april@1, the champion same@1 on march@1.',
    });
    await judge('same@1', 'april@1');
    expect(await oneRule('same', rule, 2)).toMatchObject({ outcome: 'PASSED' });
  });

  it('is nothing that it learnt from, nor what that was made of', async () => {
    const rule = { kind: 'EVALUATION_NOT_TRAINED_ON' };
    for (const [model, data, outcome] of [
      ['apart', 'march@1', 'PASSED'],
      ['leaky', 'learn@1', 'FAILED'],
      ['leakier', 'raw@1', 'FAILED'],
    ] as const) {
      await seed.version(model, {}, { trainedOn: ['learn@1'] });
      await judge(`${model}@1`, data);
      expect([model, (await oneRule(model, rule)).outcome]).toEqual([model, outcome]);
    }
    await seed.version('unknown', {});
    await judge('unknown@1', 'march@1');
    expect((await oneRule('unknown', rule)).explanation).toBe('What it was trained on is not known.');
  });

  it('may be what its own run judged by, which is not what it learnt from', async () => {
    const run = await seed.run('TRAINING', [{ ref: 'learn@1' }, { ref: 'march@1', role: 'test data' }], { auc: 0.7 });
    await seed.version('own', {}, { run });
    expect(await oneRule('own', { kind: 'EVALUATION_NOT_TRAINED_ON' })).toMatchObject({ outcome: 'PASSED' });
    expect(await oneRule('own', { kind: 'METRIC', metric: 'auc', operator: 'EQ', value: 0.7 })).toMatchObject({
      outcome: 'PASSED',
    });
  });
});

describe('a metric', () => {
  const rule = { kind: 'METRIC', metric: 'auc', operator: 'GT', value: 0.8 };

  it('is what the last evaluation of the version alone says, before what it was registered with', async () => {
    await seed.version('twice', { auc: 0.99 });
    await seed.version('twice', { auc: 0.99 });
    expect(await oneRule('twice', rule)).toMatchObject({ found: 0.99 });
    await judge('twice@1', 'march@1', { auc: 0.7 });
    await judge('twice@2', 'march@1', { auc: 0.9 }, [{ ref: 'twice@1', role: 'judged' }]);
    const found = await oneRule('twice', rule);
    expect(found).toMatchObject({ found: 0.7, outcome: 'FAILED' });
    expect(found.explanation).toContain('(evaluation run "judging")');
  });

  it('that is no number fails', async () => {
    await seed.version('nan', {});
    await judge('nan@1', 'march@1', { auc: 'NaN' });
    expect(await oneRule('nan', rule)).toMatchObject({ outcome: 'FAILED', found: null });
  });
});

it('asks that inputs are versions', async () => {
  const rule = { kind: 'INPUTS_PINNED' };
  const pinned = await seed.run('TRAINING', [{ ref: 'learn@1' }]);
  const loose = await seed.run('TRAINING', [{ ref: 'learn' }]);
  await seed.version('pinned', {}, { run: pinned });
  await seed.version('loose', {}, { run: loose });
  expect(await oneRule('pinned', rule)).toMatchObject({ outcome: 'PASSED' });
  expect((await oneRule('loose', rule)).explanation).toContain('trained on learn, without a version');
});

it('asks for the signature of the champion, or that somebody knows that it differs', async () => {
  await seed.featureSet('rain', ['a', 'b']);
  await seed.version('signed', {}, { signature: ['rain@1:a'] });
  await seed.version('signed', {}, { signature: ['rain@1:a', 'rain@1:b'] });
  await champion('signed@1');
  const rule = { kind: 'SIGNATURE_EQUAL' };
  expect(await oneRule('signed', rule, 2)).toMatchObject({ outcome: 'FAILED' });
  await seed.try('approve', { modelVersion: 'signed@2', to: 'champion', acknowledgeSignature: true }, 'rita');
  expect(await oneRule('signed', rule, 2)).toMatchObject({ outcome: 'PASSED' });

  expect(await oneRule('signed', { kind: 'NO_DEPRECATED_FEATURE' }, 2)).toMatchObject({ outcome: 'PASSED' });
  await app.graphql(
    'mutation { deprecateFeature(input: { feature: "rain@1:b", reason: "wrong" }) { featureSetVersion { id } } }',
  );
  const found = await oneRule('signed', { kind: 'NO_DEPRECATED_FEATURE' }, 2);
  expect(found.explanation).toBe('It reads what is deprecated: rain@1:b (wrong).');
});

it.each([
  [{ kind: 'REQUIRED_TAG', tag: 'checked' }, { tags: [{ key: 'checked', value: 'yes' }] }],
  [{ kind: 'REQUIRED_TAG', tag: 'checked', tagValue: 'yes' }, { tags: [{ key: 'checked', value: 'yes' }] }],
  [{ kind: 'REQUIRED_DOCUMENTATION', value: 10 }, { description: 'Long enough.' }],
  [{ kind: 'REQUIRED_OWNER' }, { owner: 'ada' }],
])('asks for words: %j', async (rule, words) => {
  const model = `words_${rule.kind.toLowerCase()}_${Object.keys(rule).length}`;
  await seed.version(model, {});
  await seed.version(model, {}, words);
  expect([(await oneRule(model, rule, 1)).outcome, (await oneRule(model, rule, 2)).outcome]).toEqual([
    'FAILED',
    'PASSED',
  ]);
});

describe('a policy', () => {
  it.each<[string, object, string]>([
    ['a kind without what it needs', { kind: 'METRIC', metric: 'auc', value: 1 }, 'lacks operator'],
    ['what its kind does not take', { kind: 'INPUTS_PINNED', value: 1 }, 'takes no value'],
    ['a range without ends', { kind: 'METRIC', metric: 'auc', operator: 'BETWEEN', value: 1 }, 'takes lower and upper'],
    [
      'an empty range',
      { kind: 'METRIC', metric: 'auc', operator: 'BETWEEN', lower: 2, upper: 1 },
      'nothing is between',
    ],
    [
      'two ways to compare',
      { kind: 'CHAMPION', metric: 'auc', better: 'MAX', minGain: 0, maxRegression: 0 },
      'either minGain or maxRegression',
    ],
    ['no direction', { kind: 'CHAMPION', metric: 'auc', minGain: 0 }, 'use defineMetric'],
    ['half a row', { kind: 'EVALUATION_ROWS', value: 0.5 }, 'whole number'],
  ])('is refused with %s', async (_, rule, message) => {
    await seed.version('refused', {});
    const { error } = await seed.try('definePromotionPolicy', { model: 'refused', to: 'champion', rules: [rule] });
    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
    expect(error?.message).toContain(message);
  });

  it('knows which values are better where that is defined, and has a version only for what is new', async () => {
    await app.graphql('mutation { defineMetric(input: { name: "loss", goal: MIN }) { metric { name } } }');
    await seed.version('goals', {});
    const input = { model: 'goals', to: 'champion', rules: [{ kind: 'CHAMPION', metric: 'loss', minGain: 0 }] };
    expect((await seed.try('definePromotionPolicy', input)).answer).toMatchObject({
      created: true,
      policy: { version: 1 },
    });
    expect((await seed.try('definePromotionPolicy', input)).answer).toMatchObject({
      created: false,
      policy: { version: 1 },
    });
    expect(
      await app.graphql(
        '{ model(ref: "goals") { promotionPolicy(to: "champion") { rules { better } } promotionPolicies { to version } } }',
      ),
    ).toEqual({
      model: { promotionPolicy: { rules: [{ better: 'MIN' }] }, promotionPolicies: [{ to: 'champion', version: 1 }] },
    });
  });
});
