import type { HeadwaterClient } from '@headwater/client';

const START = `mutation StartRun($input: StartRunInput!) { startRun(input: $input) { run { id status } } }`;
const LOG = `mutation LogRun($input: LogRunInput!) { logRun(input: $input) { run { id } } }`;
const FINISH = `mutation FinishRun($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }`;

interface Link {
  readonly ref: string;
  readonly role?: string;
}

export interface DemoRun {
  readonly key: string;
  readonly type: 'TRANSFORM' | 'TRAINING' | 'EVALUATION' | 'OTHER';
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Link[];
  readonly parameters?: Readonly<Record<string, string>>;
  /** Path of the source file that does the work. */
  readonly entryPoint: string;
  /** Run that it is a part of. */
  readonly parent?: string;
}

export interface MetricPoint {
  readonly name: string;
  readonly value: number;
  readonly step?: number;
}

interface StartedRun {
  readonly id: string;
  /** An earlier demo went through it to its end. */
  readonly ended: boolean;
}

/** Starts a run of the experiment `flight-delay`. Its key makes a second demo find the run of the first. */
export async function startRun(client: HeadwaterClient, run: DemoRun): Promise<StartedRun> {
  const { startRun } = await client.graphql<{ startRun: { run: { id: string; status: string } } }>(START, {
    input: {
      key: run.key,
      type: run.type,
      name: run.name,
      description: run.description,
      experiment: 'flight-delay',
      inputs: run.inputs,
      parent: run.parent,
      parameters: Object.entries(run.parameters ?? {}).map(([name, value]) => ({ name, value })),
      code: { repository: 'https://github.com/headwater/headwater', entryPoint: run.entryPoint },
      environment: { node: process.version, platform: process.platform },
    },
  });
  return { id: startRun.run.id, ended: startRun.run.status !== 'RUNNING' };
}

export async function finishRun(client: HeadwaterClient, run: string): Promise<void> {
  await client.graphql(FINISH, { input: { run, status: 'SUCCEEDED' } });
}

/** Runs `work`, which has to be idempotent, inside a run; one that has ended is not logged to again. */
export async function withRun<Result>(
  client: HeadwaterClient,
  run: DemoRun,
  work: (runId: string, log: (metrics: readonly MetricPoint[]) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { id, ended } = await startRun(client, run);
  const result = await work(id, async (metrics) => {
    if (!ended) await client.graphql(LOG, { input: { run: id, metrics } });
  });
  if (!ended) await finishRun(client, id);
  return result;
}
