/** How well probabilities agree with labels on rows that the model has not seen. */
export interface EvaluationMetrics {
  rows: number;
  positives: number;
  /** Share of rows where `probability ≥ 0.5` agrees with the label. */
  accuracy: number;
  /** Accuracy of always answering the more frequent label: what `accuracy` has to beat. */
  baseRateAccuracy: number;
  /** Chance that a positive gets a higher probability than a negative, ties counting half; 0.5 is a coin. null with one label only. */
  rocAuc: number | null;
  /** Mean −ln of the probability given to what happened, in nats. */
  logLoss: number;
  /** Log loss of always answering the share of positives in these rows: what `logLoss` has to beat. */
  baseRateLogLoss: number;
  /** Mean squared difference of probability and label (Brier 1950, two-class form): 0 to 1. */
  brierScore: number;
}

/**
 * Compares what was predicted with what came.
 * @param probabilities of the positive label, one per label
 */
export function evaluatePredictions(probabilities: readonly number[], labels: readonly boolean[]): EvaluationMetrics {
  if (labels.length === 0 || probabilities.length !== labels.length) {
    throw new RangeError(`expected one probability per label, found ${probabilities.length} for ${labels.length}`);
  }
  const pairs = probabilities.map((probability, i) => ({ probability, label: labels[i] ?? false }));
  const share = labels.filter(Boolean).length / labels.length;
  return {
    rows: labels.length,
    positives: labels.filter(Boolean).length,
    accuracy: mean(pairs.map(({ probability, label }) => Number(probability >= 0.5 === label))),
    baseRateAccuracy: Math.max(share, 1 - share),
    rocAuc: rocAuc(pairs),
    logLoss: mean(pairs.map(({ probability, label }) => surprise(probability, label))),
    baseRateLogLoss: mean(labels.map((label) => surprise(share, label))),
    brierScore: mean(pairs.map(({ probability, label }) => (probability - Number(label)) ** 2)),
  };
}

interface Prediction {
  probability: number;
  label: boolean;
}

/** Area under the ROC curve as the Mann–Whitney statistic: from the ranks of the positives, tied probabilities sharing their mean rank. */
function rocAuc(pairs: readonly Prediction[]): number | null {
  const sorted = pairs.toSorted((a, b) => a.probability - b.probability);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    let tied = 0;
    while (end < sorted.length && sorted[end]?.probability === sorted[start]?.probability) {
      tied += Number(sorted[end]?.label);
      end += 1;
    }
    // Ranks start + 1 … end.
    rankSum += tied * ((start + 1 + end) / 2);
    positives += tied;
    start = end;
  }
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Kept finite: one wrong answer given as certain would else make the whole mean infinite. */
function surprise(probability: number, label: boolean): number {
  return -Math.log(Math.max(label ? probability : 1 - probability, 1e-15));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
