import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { failedPrecondition } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';
import { checkStages, type DefineStagesInput, type Stage } from './stage.js';
import { hasStages, putStages, selectStagesInUse, takeStages } from './stage-list.sql.js';

export interface DefinedStages {
  readonly stages: readonly Stage[];
  /** False when they were these already. */
  readonly changed: boolean;
}

/** Says which stages model versions of the project can be in. None that one is in can go. */
export async function defineStages(
  { database, graph }: OnGraph,
  caller: Caller,
  input: DefineStagesInput,
): Promise<DefinedStages> {
  caller.demand('model:define-stages');
  const stages = checkStages(input.stages);
  if (input.reason != null) checkText('reason', input.reason, 2_000);
  const { project } = caller;
  return database.transaction(async (tx) => {
    const notes = graph.record(tx, caller, 'model:define-stages', input.reason);
    const before = await takeStages(tx, project);
    if (JSON.stringify(before) === JSON.stringify(stages)) return { stages, changed: false };
    const names = stages.map(({ name }) => name);
    const missing = await selectStagesInUse(tx, project, names);
    if (missing.length > 0)
      throw failedPrecondition(
        `Versions are in stages that stages lacks: ${missing.map(({ stage, versions }) => `${versions} in ${JSON.stringify(stage)}`).join(', ')}. Move them first, with setStage.`,
        { field: 'stages', missing },
      );
    const known = await hasStages(tx, project);
    await putStages(tx, project, stages, caller.user);
    notes.changedThing(`stages/${project}`, known ? { stages: before } : null, { stages });
    return { stages, changed: true };
  });
}
