import { addToHeld } from '../../../../runs/log-run.js';
import { logModelMetrics } from '../../logged-models/log-model-metrics.js';
import { RUN, runIdOf } from '../../protocol/fields.js';
import { operation } from '../../protocol/operation.js';
import { METRIC_FIELDS, pointOf } from './logged-values.js';
import { writeToRun } from './write-to-run.js';

/** `runs/log-metric`. */
export const logMetric = operation('POST', 'runs/log-metric', { ...RUN, ...METRIC_FIELDS }, (room, caller, input) => {
  const point = pointOf(input, '');
  return writeToRun(room, caller, runIdOf(input), async (tx, run) => {
    await addToHeld(tx, room.graph, caller, run.held, { metrics: [point], late: 'KEPT' });
    await logModelMetrics(tx, caller, run, [input]);
    return undefined;
  });
});
