import { connectionOf } from '../platform/graphql/connection.js';
import { Run } from './run.entity.js';
import { RunMetric } from './run-metric.js';

export const RunConnection = connectionOf('Run', () => Run);
export const RunMetricConnection = connectionOf('RunMetric', () => RunMetric);
