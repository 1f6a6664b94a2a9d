import { connectionOf } from '../../platform/graphql/lists/connection.js';
import { Run } from '../record/run.entity.js';
import { MetricPoint } from '../series/metric-point.js';

export const RunConnection = connectionOf('Run', () => Run);
export const MetricPointConnection = connectionOf('MetricPoint', () => MetricPoint);
