import type { WalkedPage } from './walked-page.js';

type Point = readonly [step: number, value: number | string];

export interface SeededRun {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, readonly Point[]>>;
  readonly goals?: Readonly<Record<string, 'MAX' | 'MIN'>>;
  readonly goesOn?: boolean;
}

/** A run with what it logged, by its id. */
export async function seedRun(walk: WalkedPage, seeded: SeededRun): Promise<string> {
  const { name, parameters = {}, metrics = {}, goals = {}, goesOn = false } = seeded;
  const { startRun } = await walk.ask<{ startRun: { run: { id: string } } }>(
    'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
    {
      input: {
        name,
        type: 'TRAINING',
        experiment: 'sweeps',
        parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, value })),
      },
    },
  );
  const { id } = startRun.run;
  const points = Object.entries(metrics).flatMap(([metric, all]) =>
    all.map(([step, value]) => ({ name: metric, step, value, ...(goals[metric] && { goal: goals[metric] }) })),
  );
  if (points.length > 0) await logPoints(walk, id, points);
  if (!goesOn)
    await walk.ask('mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }', {
      input: { run: id, status: 'SUCCEEDED' },
    });
  return id;
}

export async function logPoints(walk: WalkedPage, run: string, metrics: readonly object[]): Promise<void> {
  await walk.ask('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', {
    input: { run, metrics },
  });
}

/** A file of a run. */
export async function seedFile(walk: WalkedPage, run: string, path: string, body: string, type: string): Promise<void> {
  const response = await fetch(`${walk.served.url}/v1/artifacts/${run}/${path}`, {
    method: 'PUT',
    headers: { 'content-type': type },
    body,
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
}
