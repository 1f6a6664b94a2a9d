import { connectionOf } from '../../platform/graphql/lists/connection.js';
import { Run } from '../record/run.entity.js';
import { RunMetric } from '../series/run-metric.js';

export const RunConnection = connectionOf('Run', () => Run);
export const RunMetricConnection = connectionOf('RunMetric', () => RunMetric);
