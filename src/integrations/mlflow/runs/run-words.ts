import { randomInt } from 'node:crypto';
import { problemOfFreeName } from '../../../graph/names/free-name.js';
import { RunStatus } from '../../../runs/record/run-status.js';
import { invalid } from '../protocol/mlflow-error.js';

/** In the order of their numbers, from 1. */
export const STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
export type MlflowStatus = (typeof STATUSES)[number];

export const STATUS_OF: Readonly<Record<MlflowStatus, RunStatus>> = {
  RUNNING: RunStatus.RUNNING,
  SCHEDULED: RunStatus.PENDING,
  FINISHED: RunStatus.SUCCEEDED,
  FAILED: RunStatus.FAILED,
  KILLED: RunStatus.CANCELLED,
};

/** What MLflow calls it. A run that was lost has not ended for MLflow, which waits for ever. */
export const MLFLOW_STATUS_OF: Readonly<Record<RunStatus, MlflowStatus>> = {
  [RunStatus.PENDING]: 'SCHEDULED',
  [RunStatus.RUNNING]: 'RUNNING',
  [RunStatus.LOST]: 'RUNNING',
  [RunStatus.SUCCEEDED]: 'FINISHED',
  [RunStatus.FAILED]: 'FAILED',
  [RunStatus.CANCELLED]: 'KILLED',
};

/** The tag in which MLflow repeats the name of a run. It is the name itself here. */
export const RUN_NAME = 'mlflow.runName';
export const PARENT_RUN = 'mlflow.parentRunId';

const QUALITIES = [
  'brisk',
  'calm',
  'clear',
  'cool',
  'deep',
  'early',
  'fair',
  'fresh',
  'gentle',
  'glad',
  'keen',
  'quiet',
  'rapid',
  'silver',
  'steady',
  'swift',
];
const WATERS = [
  'beck',
  'brook',
  'burn',
  'creek',
  'delta',
  'fjord',
  'ford',
  'lagoon',
  'lake',
  'marsh',
  'rapids',
  'rill',
  'river',
  'spring',
  'stream',
  'tarn',
];

/** A name for a run that was given none. */
export function inventName(): string {
  return `${QUALITIES[randomInt(QUALITIES.length)]}-${WATERS[randomInt(WATERS.length)]}-${randomInt(1_000)}`;
}

/** The name as it is kept. Throws INVALID_PARAMETER_VALUE for one that no run can have here. */
export function checkRunName(name: string): string {
  const problem = problemOfFreeName(name);
  if (problem === undefined) return name.normalize();
  throw invalid(`Invalid run name: '${name.slice(0, 300)}': it ${problem}.`);
}
