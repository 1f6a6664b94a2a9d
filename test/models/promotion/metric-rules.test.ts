import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../src/models/promotion/gates/numbers.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { PromotionSeed } from './promotion-seed.js';

let app: AppUnderTest;
let seed: PromotionSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new PromotionSeed(app);
});

afterAll(() => app.close());

let models = 0;

/** Whether a candidate with these metrics passes one rule, beside a champion with those. */
async function outcomeOf(rule: object, candidate: Record<string, number>, champion?: Record<string, number>) {
  const model = `m${++models}`;
  await seed.version(model, champion ?? candidate);
  if (champion !== undefined) {
    await app.graphql(
      'mutation ($ref: Ref!) { setAlias(input: { modelVersion: $ref, alias: "champion" }) { changed } }',
      { ref: `${model}@1` },
    );
    await seed.version(model, candidate);
  }
  await seed.policy(model, 'champion', [rule]);
  const { rules, verdict } = await seed.gate(`${model}@${champion === undefined ? 1 : 2}`);
  return { verdict, ...rules[0] };
}

const metric = (operator: string, more: object) => ({ kind: 'METRIC', metric: 'auc', operator, ...more });

describe('a rule on a metric', () => {
  it.each<[string, object, number, string]>([
    ['more than 80 % is GT', metric('GT', { value: 0.8 }), 0.8, 'FAILED'],
    ['at least 80 % is GTE', metric('GTE', { value: 0.8 }), 0.8, 'PASSED'],
    ['more is more', metric('GT', { value: 0.8 }), 0.8001, 'PASSED'],
    ['what a computer adds is not more', metric('GT', { value: 0.3 }), 0.1 + 0.2, 'FAILED'],
    ['nor less', metric('LT', { value: 0.1 + 0.2 }), 0.3, 'FAILED'],
    ['LTE', metric('LTE', { value: 0.1 }), 0.1, 'PASSED'],
    ['EQ', metric('EQ', { value: 0.3 }), 0.1 + 0.2, 'PASSED'],
    ['NEQ', metric('NEQ', { value: 0.3 }), 0.1 + 0.2, 'FAILED'],
    ['a range holds its ends', metric('BETWEEN', { lower: 0, upper: 0.05 }), 0.05, 'PASSED'],
    ['and nothing beyond', metric('BETWEEN', { lower: 0, upper: 0.05 }), 0.051, 'FAILED'],
    ['small numbers differ', metric('LT', { value: 1e-12 }), 9e-13, 'PASSED'],
  ])('%s', async (_, rule, auc, outcome) => {
    expect(await outcomeOf(rule, { auc })).toMatchObject({ outcome, found: auc });
  });

  it.each<[string, object]>([
    ['value', metric('NEQ', { value: 'NaN' })],
    ['upper', metric('BETWEEN', { lower: 0, upper: 'Infinity' })],
    ['minGain', { kind: 'CHAMPION', metric: 'auc', better: 'MAX', minGain: 'NaN' }],
    ['maxRegression', { kind: 'CHAMPION', metric: 'auc', better: 'MAX', maxRegression: 'Infinity' }],
    ['tag', { kind: 'REQUIRED_TAG', tag: '' }],
  ])('is refused where nothing could be compared with it: %s', async (field, rule) => {
    const { error } = await seed.try('definePromotionPolicy', { model: 'm1', to: 'champion', rules: [rule] });
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: `rules[0].${field}` });
  });

  it('fails without the metric, and says where it was looked for', async () => {
    const { outcome, explanation, verdict } = await outcomeOf(metric('GT', { value: 0.8 }), { f1: 1 });
    expect([outcome, verdict]).toEqual(['FAILED', 'FAILED']);
    expect(explanation).toMatch(/m\d+@1 has no metric "auc": neither an evaluation run, nor its registration/);
  });

  it('only warns where it says so', async () => {
    const found = await outcomeOf({ ...metric('GT', { value: 0.8 }), severity: 'WARN' }, { auc: 0.1 });
    expect(found).toMatchObject({ outcome: 'FAILED', verdict: 'WARNED', threshold: 0.8 });
  });
});

describe('a rule against the champion', () => {
  const against = (more: object) => ({ kind: 'CHAMPION', metric: 'auc', better: 'MAX', ...more });

  it.each<[string, object, number, number, string]>([
    ['0.85 is 0.05 better than 0.8', against({ minGain: 0.05 }), 0.85, 0.8, 'PASSED'],
    ['0.849 is not', against({ minGain: 0.05 }), 0.849, 0.8, 'FAILED'],
    ['as good is not better', against({ minGain: 0, operator: 'GT' }), 0.8, 0.8, 'FAILED'],
    ['ten percent of 0.5 are 0.05', against({ minGain: 0.1, comparison: 'RELATIVE' }), 0.55, 0.5, 'PASSED'],
    ['it may be a little worse', against({ maxRegression: 0.01 }), 0.79, 0.8, 'PASSED'],
    ['and no more than that', against({ maxRegression: 0.01 }), 0.78, 0.8, 'FAILED'],
    ['less is better where it is said', against({ better: 'MIN', minGain: 0.05 }), 0.75, 0.8, 'PASSED'],
    [
      'of less than nothing the share is of its size',
      against({ maxRegression: 0.1, comparison: 'RELATIVE' }),
      -1.1,
      -1,
      'PASSED',
    ],
    ['nought is compared with nought', against({ minGain: 0.05 }), 0, -0.05, 'PASSED'],
  ])('%s', async (_, rule, auc, best, outcome) => {
    const found = await outcomeOf(rule, { auc }, { auc: best });
    expect(found).toMatchObject({ outcome, found: auc, champion: best });
    expect(found.explanation).toContain('that of the champion');
  });

  it('does not apply to the first, and asks for the metric all the same', async () => {
    expect(await outcomeOf(against({ minGain: 0.05 }), { auc: 0.1 })).toMatchObject({
      outcome: 'NOT_APPLICABLE',
      verdict: 'PASSED',
    });
    expect(await outcomeOf(against({ minGain: 0.05 }), { f1: 0.1 })).toMatchObject({
      outcome: 'FAILED',
      verdict: 'FAILED',
    });
  });

  it('fails where the champion lacks the metric', async () => {
    expect(await outcomeOf(against({ minGain: 0 }), { auc: 1 }, { f1: 1 })).toMatchObject({ outcome: 'FAILED' });
  });
});

it('compares as decimals on paper would', () => {
  const decimal = fc.tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.constantFrom(1, 10, 100, 1_000, 10_000));
  const settings = { numRuns: casesOf(1_000, 100_000) };
  fc.assert(
    fc.property(decimal, decimal, decimal, ([a, p], [b, q], [c, r]) => {
      const [x, y, z] = [a * (10_000 / p), b * (10_000 / q), c * (10_000 / r)];
      expect(compare(a / p, b / q + c / r, [b / q, c / r])).toBe(Math.sign(x - (y + z)) + 0);
    }),
    settings,
  );
});
