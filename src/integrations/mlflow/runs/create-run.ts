import type { Caller } from '../../../graph/nodes/caller.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { CodeReferenceInput } from '../../../runs/record/code-reference.js';
import { RUN } from '../../../runs/record/run-kinds.js';
import { mergeTags } from '../../../runs/record/run-tags.sql.js';
import { RunType } from '../../../runs/record/run-type.js';
import { startRunWithin } from '../../../runs/start-run.js';
import { findLivingExperiment } from '../experiments/experiment-answer.js';
import { int, list, TAG, text } from '../protocol/fields.js';
import { DEFAULT_EXPERIMENT, runIdOfUuid } from '../protocol/ids.js';
import { JsonAnswer } from '../protocol/json-answer.js';
import { USER_ID } from '../protocol/kept-words.js';
import { invalid } from '../protocol/mlflow-error.js';
import { runTag } from '../protocol/names.js';
import { operation } from '../protocol/operation.js';
import { instantOf } from '../protocol/times.js';
import { findParent } from './logging/run-tags.js';
import { runTextOf } from './run-answer.js';
import { checkRunName, inventName, PARENT_RUN, RUN_NAME } from './run-words.js';

/** `runs/create`. */
export const createRun = operation(
  'POST',
  'runs/create',
  { experiment_id: text, user_id: text, run_name: text, start_time: int, tags: list(TAG) },
  async ({ database, graph }, caller, input) => {
    caller.demand('run:log');
    const tags = new Map(input.tags.map((tag) => runTag(tag)));
    const name = checkRunName(nameOf(input.run_name, tags.get(RUN_NAME)));
    tags.delete(RUN_NAME);
    if (input.user_id) tags.set(USER_ID, input.user_id);
    const experiment = await findLivingExperiment(database, caller, input.experiment_id || DEFAULT_EXPERIMENT.id);
    const id = await database.quietTransaction(async (tx) => {
      graph.record(tx, caller, 'run:log');
      const run = await startRunWithin(tx, graph, caller, {
        type: RunType.TRAINING,
        experiment: experiment.name,
        name,
        startedAt: input.start_time ? instantOf('start_time', input.start_time) : null,
        parent: await parentRef(tx, caller, tags.get(PARENT_RUN)),
        code: codeOf(tags),
      });
      if (tags.size > 0) await mergeTags(tx, run.id, Object.fromEntries(tags));
      return run.id;
    });
    return JsonAnswer.object({ run: await runTextOf(database, caller, runIdOfUuid(id)) });
  },
);

function nameOf(given: string | undefined, tag: string | undefined): string {
  if (given && tag !== undefined && given !== tag) {
    throw invalid(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${given}', mlflow.runName='${tag}').`,
    );
  }
  return given || tag || inventName();
}

async function parentRef(tx: Transaction, caller: Caller, tag: string | undefined): Promise<string | null> {
  const parent = await findParent(tx, caller, tag);
  return parent === undefined ? null : toPublicId(RUN, parent);
}

/** Where its code is, as MLflow's client has found it out. */
function codeOf(tags: ReadonlyMap<string, string>): CodeReferenceInput | null {
  const repository = tags.get('mlflow.source.git.repoURL');
  if (repository === undefined || repository.trim() === '' || repository.length > 2_000) return null;
  const short = (key: string) => tags.get(key)?.slice(0, 2_000) ?? null;
  return { repository, commit: short('mlflow.source.git.commit'), entryPoint: short('mlflow.source.name') };
}
