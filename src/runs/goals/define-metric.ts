import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { conflict } from '../../platform/errors.js';
import { make } from '../../platform/make.js';
import { checkLabel, checkText } from '../../platform/text/check-text.js';
import { MetricDefinition } from './metric-definition.js';
import { declareGoals, holdMetricDefinition, putMetricDefinition, selectGoals } from './metric-definition.sql.js';
import type { MetricGoal } from './metric-goal.js';

const LONGEST_DESCRIPTION = 20_000;

export interface MetricWords {
  readonly name: string;
  readonly goal: MetricGoal;
  readonly description?: string | null | undefined;
}

/** Says which values of a metric are better, in all runs of the project, those of before too. */
export function defineMetric(
  { database, graph }: OnGraph,
  caller: Caller,
  { name, goal, description }: MetricWords,
): Promise<MetricDefinition> {
  caller.demand('metric:define');
  checkLabel('name', name);
  if (description != null) checkText('description', description, LONGEST_DESCRIPTION);
  return database.quietTransaction(async (tx) => {
    const notes = graph.record(tx, caller, 'metric:define');
    const [made] = await declareGoals(tx, caller.project, new Map([[name, goal]]), caller.user);
    const before = await holdMetricDefinition(tx, caller.project, name);
    const wanted = description === undefined ? (before?.description ?? null) : description;
    const isSame = before !== undefined && before.goal === goal && before.description === wanted;
    const after = isSame
      ? before
      : await putMetricDefinition(tx, caller.project, { name, goal, description: wanted, by: caller.user });
    const told = (definition: MetricDefinition) => ({ goal: definition.goal, description: definition.description });
    notes.changedThing(thingOf(caller.project, name), made === undefined && before ? told(before) : null, told(after));
    return make(MetricDefinition, after);
  });
}

/** Defines what was not defined yet, as a part of a larger transaction. Throws CONFLICT for a goal other than the project's. */
export async function declareMetricGoals(
  tx: Transaction,
  caller: Caller,
  project: string,
  goals: ReadonlyMap<string, MetricGoal>,
): Promise<void> {
  if (goals.size === 0) return;
  const made = await declareGoals(tx, project, goals, caller.user);
  for (const { name, goal } of made) changeNotes(tx).changedThing(thingOf(project, name), null, { goal });
  if (made.length === goals.size) return;
  for (const { name, goal } of await selectGoals(
    tx,
    [...goals.keys()].map((each) => ({ project, name: each })),
  )) {
    const given = goals.get(name);
    if (given === goal) continue;
    throw conflict(
      `The goal of the metric "${name}" is ${goal} in this project, and the call says ${given}. defineMetric changes it, for all runs.`,
      { field: 'metrics', metric: name, stored: goal, given },
    );
  }
}

function thingOf(project: string, name: string): string {
  return `metric/${project}/${name}`;
}
