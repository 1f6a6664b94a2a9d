import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluatePredictions } from '../../src/demo/model/model-evaluation.js';

describe('the metrics of an evaluation', () => {
  it('are those worked out by hand', () => {
    const metrics = evaluatePredictions([0.9, 0.6, 0.4, 0.2, 0.1], [true, false, true, false, false]);

    expect(metrics).toMatchObject({ rows: 5, positives: 2, accuracy: 0.6, baseRateAccuracy: 0.6 });
    // Of the 2 × 3 pairs only (0.4, 0.6) is the wrong way round.
    expect(metrics.rocAuc).toBeCloseTo(5 / 6, 12);
    expect(metrics.logLoss).toBeCloseTo(
      -(Math.log(0.9) + Math.log(0.4) + Math.log(0.4) + Math.log(0.8) + Math.log(0.9)) / 5,
      12,
    );
    expect(metrics.baseRateLogLoss).toBeCloseTo(-(0.4 * Math.log(0.4) + 0.6 * Math.log(0.6)), 12);
    expect(metrics.brierScore).toBeCloseTo((0.01 + 0.36 + 0.36 + 0.04 + 0.01) / 5, 12);
  });

  it('count a tie between a positive and a negative as half', () => {
    expect(evaluatePredictions([0.5, 0.5, 0.1], [true, false, false]).rocAuc).toBe(0.75);
    expect(evaluatePredictions([0.3, 0.3, 0.3], [true, false, true]).rocAuc).toBe(0.5);
  });

  it('give the AUC that comparing every pair gives', () => {
    const predictions = fc.array(fc.tuple(fc.constantFrom(0.1, 0.2, 0.5, 0.7), fc.boolean()), { minLength: 1 });
    fc.assert(
      fc.property(predictions, (pairs) => {
        const [positives, negatives] = [pairs.filter(([, label]) => label), pairs.filter(([, label]) => !label)];
        const wins = positives.flatMap(([p]) => negatives.map(([n]) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const expected = wins.length === 0 ? null : wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;

        const found = evaluatePredictions(
          pairs.map(([probability]) => probability),
          pairs.map(([, label]) => label),
        ).rocAuc;

        if (expected === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('stay finite when a certain answer is wrong', () => {
    expect(evaluatePredictions([1, 0], [false, true]).logLoss).toBeCloseTo(-Math.log(1e-15), 6);
  });

  it('are refused where there is nothing to measure', () => {
    expect(() => evaluatePredictions([], [])).toThrow(RangeError);
    expect(() => evaluatePredictions([0.5], [true, false])).toThrow('found 1 for 2');
  });
});
