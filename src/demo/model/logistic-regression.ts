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
  if (inputs.length === 0) throw new RangeError('no rows to train on');
  const design = new Matrix(inputs.map((input) => [1, ...input]));
  const target = Matrix.columnVector(labels.map(Number));
  const penalty = Matrix.diag(Array.from({ length: design.columns }, (_, j) => (j === 0 ? 0 : l2)));
  const transposed = design.transpose();

  let coefficients = Matrix.zeros(design.columns, 1);
  const steps: TrainingStep[] = [];
  for (let step = 0; step <= maxSteps; step += 1) {
    const scores = design.mmul(coefficients).to1DArray();
    const probabilities = scores.map(sigmoid);
    const penaltySlope = penalty.mmul(coefficients);
    const slope = transposed.mmul(Matrix.columnVector(probabilities).sub(target)).add(penaltySlope);

    const loss = sumLogLoss(scores, labels) + coefficients.dot(penaltySlope) / 2;
    const gradient = Matrix.abs(slope).max() / labels.length;
    steps.push({ step, loss: loss / labels.length, gradient });
    if (gradient < GRADIENT_TOLERANCE) {
      const [intercept = 0, ...weights] = coefficients.to1DArray();
      return { intercept, weights, steps };
    }

    const weighted = design.clone().mulColumnVector(probabilities.map((p) => p * (1 - p)));
    const hessian = transposed.mmul(weighted).add(penalty);
    coefficients = Matrix.sub(coefficients, solve(hessian, slope));
  }
  throw new Error(`logistic regression has not converged after ${maxSteps} steps`);
}

export function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** −log P(label) = log(1 + e^∓score), written so that no large score overflows. */
function sumLogLoss(scores: readonly number[], labels: readonly boolean[]): number {
  return scores.reduce((sum, score, i) => {
    const against = labels[i] ? -score : score;
    return sum + Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
  }, 0);
}
