import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bootstrapAuc } from '../../src/demo/model/bootstrap.js';
import { calibrationGroups } from '../../src/demo/model/calibration.js';
import { evaluatePredictions } from '../../src/demo/model/model-evaluation.js';

const auc = (rows: readonly (readonly [number, boolean])[]) =>
  evaluatePredictions(
    rows.map(([probability]) => probability),
    rows.map(([, label]) => label),
  ).rocAuc ?? Number.NaN;

/** Each with a positive and a negative, so that every draw has an AUC. */
const aGroup = fc
  .array(fc.tuple(fc.constantFrom(0.1, 0.2, 0.5, 0.7), fc.boolean()), { maxLength: 8 })
  .map((rows): (readonly [number, boolean])[] => [...rows, [0.3, true], [0.4, false]]);

describe('the interval of an AUC', () => {
  it('spans all that two groups can be drawn to, with ties and groups of any size', () => {
    fc.assert(
      fc.property(aGroup, aGroup, (a, b) => {
        const rows = [...a, ...b];
        const judged = { labels: rows.map(([, label]) => label), groups: [...a.map(() => 'a'), ...b.map(() => 'b')] };

        const [found] = bootstrapAuc(judged, [rows.map(([probability]) => probability)]);

        const possible = [auc([...a, ...a]), auc([...a, ...b]), auc([...b, ...b])];
        expect(found?.auc.low).toBeCloseTo(Math.min(...possible), 12);
        expect(found?.auc.high).toBeCloseTo(Math.max(...possible), 12);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same every time, and nothing is gained over oneself', () => {
    const judged = { labels: [true, false, true, false, false], groups: ['a', 'a', 'b', 'b', 'b'] };
    const probabilities = [0.9, 0.6, 0.4, 0.2, 0.1];

    const found = bootstrapAuc(judged, [probabilities, probabilities]);

    expect(found).toEqual(bootstrapAuc(judged, [probabilities, probabilities]));
    expect(found[1]?.gain).toEqual({ low: 0, high: 0 });
  });
});

describe('calibration', () => {
  it('compares what was said with what came, in groups of rising probability', () => {
    expect(calibrationGroups([0.8, 0.1, 0.6, 0.3], [true, false, true, true], 2)).toEqual([
      { predicted: 0.2, observed: 0.5 },
      { predicted: 0.7, observed: 1 },
    ]);
  });

  it('makes no empty groups', () => {
    expect(calibrationGroups([0.5], [true], 10)).toEqual([{ predicted: 0.5, observed: 1 }]);
  });
});
