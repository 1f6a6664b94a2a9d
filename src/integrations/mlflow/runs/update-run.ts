import { moveRun } from '../../../runs/lifecycle/move-run.js';
import { changeRun } from '../../../runs/lifecycle/update-run.js';
import { int, oneOf, RUN, runIdOf, text } from '../protocol/fields.js';
import { operation } from '../protocol/operation.js';
import { instantOf } from '../protocol/times.js';
import { writeToRun } from './logging/write-to-run.js';
import { findRun, runInfo } from './run-answer.js';
import { checkRunName, MLFLOW_STATUS_OF, STATUS_OF, STATUSES } from './run-words.js';

/** `runs/update`: its name, and how it stands. A run of MLflow may end, go on, and end again. */
export const updateRun = operation(
  'POST',
  'runs/update',
  { ...RUN, status: oneOf(STATUSES), end_time: int, run_name: text },
  async (room, caller, input) => {
    const runId = runIdOf(input);
    const { status, end_time: endTime, run_name: name } = input;
    const info = await writeToRun(room, caller, runId, async (tx, { id }) => {
      if (name) await changeRun(tx, id, { name: checkRunName(name) });
      const endedAt = endTime === undefined ? null : instantOf('end_time', endTime);
      const known = await findRun(tx, caller, runId);
      const wanted =
        status ?? (known.endedAt !== null && endedAt !== null ? MLFLOW_STATUS_OF[known.status] : undefined);
      if (wanted !== undefined && (wanted !== MLFLOW_STATUS_OF[known.status] || endedAt !== null))
        await moveRun(tx, id, { status: STATUS_OF[wanted], endedAt });
      return findRun(tx, caller, runId);
    });
    return { run_info: runInfo(info) };
  },
);
