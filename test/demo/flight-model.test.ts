import { describe, expect, it } from '@jest/globals';
import { type TrainingRow, trainLateFlightModel } from '../../src/demo/model/late-flight-model.js';
import { fitLogisticRegression } from '../../src/demo/model/logistic-regression.js';
import { readModelArtifact, writeModelArtifact } from '../../src/demo/model/model-artifact.js';

const EXAMPLES: [number | null, number | null, boolean][] = [
  [1, 4, false],
  [2, null, false],
  [3, 1, true],
  [4, 3, false],
  [null, 2, true],
  [6, 5, true],
];
const rows: TrainingRow[] = EXAMPLES.map(([a, b, label]) => ({ time: '2001-01-01T00:00:00Z', vector: [a, b], label }));

describe('logistic regression', () => {
  it('finds the coefficients and the deviance that R finds', () => {
    // R 4: summary(glm(am ~ wt, family = binomial, data = mtcars)) → 12.040, -4.024, residual deviance 19.176.
    const weight = [
      2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2,
      1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
    ];
    const manual = '11100000000000000111000001111111';

    const fit = fitLogisticRegression(
      weight.map((value) => [value]),
      Array.from(manual, (digit) => digit === '1'),
      { l2: 0 },
    );

    expect(fit.intercept).toBeCloseTo(12.04, 3);
    expect(fit.weights[0]).toBeCloseTo(-4.024, 3);
    expect(2 * 32 * (fit.steps.at(-1)?.loss ?? 0)).toBeCloseTo(19.176, 3);
  });

  it('logs a loss that falls from ln 2 with every step', () => {
    const { log } = trainLateFlightModel(['a', 'b'], rows);

    const losses = log.map(({ loss }) => loss);

    expect(log.map(({ step }) => step)).toEqual(log.map((_, i) => i));
    expect(losses[0]).toBeCloseTo(Math.LN2, 12);
    expect(losses).toEqual(losses.toSorted((x, y) => y - x));
    expect(log.at(-1)?.gradient).toBeLessThan(1e-10);
  });

  it('says so when it does not converge', () => {
    expect(() => fitLogisticRegression([[0], [1]], [false, true], { l2: 0, maxSteps: 5 })).toThrow(
      'not converged after 5 steps',
    );
    expect(() => fitLogisticRegression([], [])).toThrow('no rows');
  });
});

describe('the late-flight model', () => {
  it('standardises by the training rows and takes a missing value for their mean', () => {
    const { model } = trainLateFlightModel(['a', 'b'], rows);

    expect(model.parameters.means).toEqual([3.2, 3]);
    expect(model.parameters.scales[1]).toBeCloseTo(Math.SQRT2, 12);
    expect(model.predict([null, 2])).toBe(model.predict([3.2, 2]));
  });

  it('learns nothing from a feature that never varies or is never there', () => {
    const constant = rows.map((row) => ({ ...row, vector: [row.vector[0] ?? null, 7, null] }));

    const { model } = trainLateFlightModel(['a', 'seven', 'absent'], constant);

    expect(model.parameters.weights.slice(1)).toEqual([0, 0]);
    expect(model.predict([2, 7, null])).toBeGreaterThan(0);
  });

  it('refuses a vector of another length', () => {
    expect(() => trainLateFlightModel(['a', 'b'], rows).model.predict([1])).toThrow('expected 2 features, found 1');
  });

  it('gives the same artifact for the same rows, another for others, and predicts the same when read back', () => {
    const { model } = trainLateFlightModel(['a', 'b'], rows);

    const artifact = writeModelArtifact(model);
    const again = writeModelArtifact(trainLateFlightModel(['a', 'b'], structuredClone(rows)).model);
    const other = writeModelArtifact(trainLateFlightModel(['a', 'b'], rows.slice(1)).model);

    expect(again).toEqual(artifact);
    expect(artifact.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(other.sha256).not.toBe(artifact.sha256);
    expect(readModelArtifact(artifact.json).predict([2, null])).toBe(model.predict([2, null]));
  });
});
