import { Matrix, solve } from 'ml-matrix';

/** State after a step; step 0 is the start from zero coefficients, where the loss is ln 2. */
export interface TrainingStep {
  step: number;
  /** Mean log loss over the rows plus the penalty, in nats per row: the quantity that is minimised. */
  loss: number;
  /** Largest absolute slope of `loss` in any coefficient; 0 at the optimum. */
  gradient: number;
}

export interface LogisticFit {
  intercept: number;
  weights: number[];
  steps: TrainingStep[];
}

export interface LogisticOptions {
  /** Ridge penalty on the weights (not on the intercept), in units of the summed log loss: `l2 / 2 · |weights|²`. */
  l2?: number;
  maxSteps?: number;
}

/** Stop here: a slope that moves no digit of a metric that anyone reads. */
const GRADIENT_TOLERANCE = 1e-10;

/**
 * Fits P(label) = sigmoid(intercept + weights · input) by Newton's method, also known as iteratively reweighted least squares
 * (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., eq. 4.26). Deterministic: no sampling, no start values.
 * Takes a handful of steps where gradient descent takes thousands, and ends at the optimum itself.
 * @param inputs one row per example; scale them to comparable size first
 * @throws when it hasn't converged after maxSteps (25), as with classes that a line separates and no penalty
 */
export function fitLogisticRegression(
  inputs: readonly (readonly number[])[],
  labels: readonly boolean[],
  { l2 = 1, maxSteps = 25 }: LogisticOptions = {},
): LogisticFit {
  const [first] = inputs;
  if (first === undefined) throw new RangeError('no rows to train on');
  const penalty = Matrix.diag([0, ...first.map(() => l2)]);
  let coefficients = Matrix.zeros(first.length + 1, 1);
  const steps: TrainingStep[] = [];
  for (let step = 0; step <= maxSteps; step += 1) {
    const sums = sumOver(inputs, labels, coefficients.to1DArray());
    const penaltySlope = penalty.mmul(coefficients);
    const slope = Matrix.columnVector(sums.slope).add(penaltySlope);
    const loss = sums.loss + coefficients.dot(penaltySlope) / 2;
    const gradient = Matrix.abs(slope).max() / labels.length;
    steps.push({ step, loss: loss / labels.length, gradient });
    if (gradient < GRADIENT_TOLERANCE) {
      const [intercept = 0, ...weights] = coefficients.to1DArray();
      return { intercept, weights, steps };
    }
    coefficients = Matrix.sub(coefficients, solve(Matrix.add(new Matrix(sums.curvature), penalty), slope));
  }
  throw new Error(`logistic regression has not converged after ${maxSteps} steps`);
}

/** Loss, slope and curvature at some coefficients, without the penalty; row by row, which takes no memory for tables of rows. */
function sumOver(inputs: readonly (readonly number[])[], labels: readonly boolean[], coefficients: readonly number[]) {
  const width = coefficients.length;
  const row = new Float64Array(width).fill(1);
  const slope = new Float64Array(width);
  const lower = new Float64Array(width * width);
  let loss = 0;
  for (const [i, input] of inputs.entries()) {
    row.set(input, 1);
    let score = 0;
    for (let j = 0; j < width; j++) score += at(row, j) * (coefficients[j] ?? 0);
    const label = labels[i] ?? false;
    const p = sigmoid(score);
    loss += logLoss(score, label);
    for (let j = 0; j < width; j++) {
      slope[j] = at(slope, j) + (p - Number(label)) * at(row, j);
      const weighted = p * (1 - p) * at(row, j);
      for (let k = 0; k <= j; k++) lower[j * width + k] = at(lower, j * width + k) + weighted * at(row, k);
    }
  }
  const curvature = coefficients.map((_, j) =>
    coefficients.map((_, k) => at(lower, Math.max(j, k) * width + Math.min(j, k))),
  );
  return { loss, slope: [...slope], curvature };
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0;

export function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** −log P(label) = log(1 + e^∓score), written so that no large score overflows. */
function logLoss(score: number, label: boolean): number {
  const against = label ? -score : score;
  return Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
}
