import { fitLogisticRegression, type LogisticOptions, sigmoid, type TrainingStep } from './logistic-regression.js';
import { type FeatureVector, fitStandardScaler, standardise } from './standard-scaler.js';

/** One example: the feature vector as it was known at `time` (RFC 3339), and whether the flight was late. */
export interface TrainingRow {
  time: string;
  vector: FeatureVector;
  label: boolean;
}

/** All that a prediction needs, as plain data; weights, means and scales have one entry per feature, in the order of `features`. */
export interface LateFlightParameters {
  /** References and request inputs, such as `airport_traffic@1:mean_delay_3h~origin`. */
  features: string[];
  intercept: number;
  /** Per standard deviation of the feature. */
  weights: number[];
  /** Of the training rows, in the feature's own unit; a missing value counts as the mean. */
  means: number[];
  scales: number[];
}

export interface LateFlightModel {
  parameters: LateFlightParameters;
  /** Probability that the flight is late. Throws a RangeError when the vector isn't as long as the list of features. */
  predict(vector: FeatureVector): number;
}

/** Trains the classifier on the rows as given, and logs the loss by step. Same rows, same model: nothing is drawn at random. */
export function trainLateFlightModel(
  features: readonly string[],
  rows: readonly TrainingRow[],
  options: LogisticOptions = {},
): { model: LateFlightModel; log: TrainingStep[] } {
  const scaler = fitStandardScaler(
    rows.map((row) => row.vector),
    features.length,
  );
  const { intercept, weights, steps } = fitLogisticRegression(
    rows.map((row) => standardise(row.vector, scaler)),
    rows.map((row) => row.label),
    options,
  );
  return { model: lateFlightModel({ features: [...features], intercept, weights, ...scaler }), log: steps };
}

/** The model of trained parameters, such as those read back from an artifact. */
export function lateFlightModel(parameters: LateFlightParameters): LateFlightModel {
  const { intercept, weights } = parameters;
  return {
    parameters,
    predict: (vector) =>
      sigmoid(
        standardise(vector, parameters).reduce((score, value, j) => score + value * (weights[j] ?? 0), intercept),
      ),
  };
}
