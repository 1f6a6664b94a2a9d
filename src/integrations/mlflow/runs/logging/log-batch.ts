import { addToHeld } from '../../../../runs/log-run.js';
import { logModelMetrics } from '../../logged-models/log-model-metrics.js';
import { list, message, RUN, required, runIdOf, text } from '../../protocol/fields.js';
import { invalid } from '../../protocol/mlflow-error.js';
import { runTag } from '../../protocol/names.js';
import { operation } from '../../protocol/operation.js';
import { METRIC, parameterOf, pointsOf } from './logged-values.js';
import { setRunTags } from './run-tags.js';
import { writeToRun } from './write-to-run.js';

const KEY_AND_VALUE = message({ key: required(text), value: text });
const MOST = { metrics: 1_000, params: 100, tags: 100 };
const MOST_TOGETHER = 1_000;

/** `runs/log-batch`: all of it, or nothing, where MLflow may keep a part. */
export const logBatch = operation(
  'POST',
  'runs/log-batch',
  { ...RUN, metrics: list(METRIC), params: list(KEY_AND_VALUE), tags: list(KEY_AND_VALUE) },
  (room, caller, input) => {
    const runId = runIdOf(input);
    requireFew(input);
    const metrics = pointsOf(input.metrics);
    const parameters = input.params.map((parameter, index) => parameterOf(parameter, `params[${index}].key`));
    const tags = new Map(input.tags.map((tag, index) => runTag(tag, `tags[${index}].key`)));
    requireDistinct(parameters.map(({ name }) => name));
    return writeToRun(
      room,
      caller,
      runId,
      async (tx, run) => {
        await addToHeld(tx, room.graph, caller, run.held, { metrics, parameters, late: 'KEPT' });
        if (tags.size > 0) await setRunTags(tx, room, caller, run.id, tags);
        await logModelMetrics(tx, caller, run, input.metrics);
        return undefined;
      },
      { isBatch: true },
    );
  },
);

type Lists = Readonly<Record<keyof typeof MOST, readonly unknown[]>>;

function requireFew(lists: Lists): void {
  const { metrics, params, tags } = lists;
  for (const name of ['metrics', 'params', 'tags'] as const) refuseMore(name, lists[name].length, MOST[name]);
  refuseMore('metrics, params, and tags', metrics.length + params.length + tags.length, MOST_TOGETHER);
}

function refuseMore(what: string, found: number, most: number): void {
  if (found <= most) return;
  throw invalid(
    `A batch logging request can contain at most ${most} ${what}. Got ${found} ${what}. Please split up ${what} across multiple requests and try again.`,
  );
}

function requireDistinct(names: readonly string[]): void {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length === 0) return;
  const quoted = twice.map((name) => `'${name}'`).join(', ');
  throw invalid(
    `Duplicate parameter keys have been submitted: [${quoted}]. Please ensure the request contains only one param value per param key.`,
  );
}
