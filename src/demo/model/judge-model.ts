import type { MetricPoint } from '../demo-runs.js';
import { bootstrapAuc } from './bootstrap.js';
import { calibrationGroups } from './calibration.js';
import type { LateFlightModel, TrainingRow } from './late-flight-model.js';
import { evaluatePredictions } from './model-evaluation.js';

/** A model with the flights that it is judged by, as it reads them. */
export interface Candidate {
  readonly model: LateFlightModel;
  readonly rows: readonly TrainingRow[];
}

export interface Verdict {
  /** Figures of the whole. */
  readonly figures: readonly MetricPoint[];
  /** What was said and what came, by tenths of rising probability: the step is the tenth. */
  readonly calibration: readonly MetricPoint[];
}

const TENTHS = 10;

/** Judges a candidate by flights after those it learnt from, beside another one on the same flights. */
export function judgeModel(candidate: Candidate, baseline?: Candidate): Verdict {
  const predict = ({ model, rows }: Candidate) => rows.map(({ vector }) => model.predict(vector));
  const labels = candidate.rows.map(({ label }) => label);
  const groups = candidate.rows.map(({ time }) => time.slice(0, 'yyyy-mm-dd'.length));
  const probabilities = predict(candidate);
  const judged = evaluatePredictions(probabilities, labels);
  const lists = baseline === undefined ? [probabilities] : [predict(baseline), probabilities];
  const interval = bootstrapAuc({ labels, groups }, lists).at(-1);
  const before = baseline && evaluatePredictions(lists[0] ?? [], labels);
  const figures = {
    roc_auc: judged.rocAuc,
    roc_auc_low: interval?.auc.low,
    roc_auc_high: interval?.auc.high,
    ...(before && {
      roc_auc_gain: (judged.rocAuc ?? Number.NaN) - (before.rocAuc ?? Number.NaN),
      roc_auc_gain_low: interval?.gain.low,
      roc_auc_gain_high: interval?.gain.high,
    }),
    log_loss: judged.logLoss,
    base_log_loss: judged.baseRateLogLoss,
    brier_score: judged.brierScore,
    late_share: judged.positives / judged.rows,
  };
  return {
    figures: Object.entries(figures).map(([name, value]) => ({ name, value: value ?? Number.NaN })),
    calibration: calibrationGroups(probabilities, labels, TENTHS).flatMap(({ predicted, observed }, index) => [
      { name: 'calibration_predicted', step: index + 1, value: predicted },
      { name: 'calibration_observed', step: index + 1, value: observed },
    ]),
  };
}
