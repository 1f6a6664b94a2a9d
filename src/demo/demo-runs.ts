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
  readonly type: 'TRANSFORM' | 'TRAINING';
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Link[];
  readonly parameters?: Readonly<Record<string, string>>;
  /** Path of the source file that does the work. */
  readonly entryPoint: string;
}

export interface MetricPoint {
  readonly name: string;
  readonly value: number;
  readonly step?: number;
}

/**
 * Runs `work` inside a run of the experiment `flight-delay`. Its key makes a second demo find the run of the first:
 * then `work` still runs (all it does is idempotent), but an ended run is not logged to again.
 */
export async function withRun<Result>(
  client: HeadwaterClient,
  run: DemoRun,
  work: (runId: string, log: (metrics: readonly MetricPoint[]) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { startRun } = await client.graphql<{ startRun: { run: { id: string; status: string } } }>(START, {
    input: {
      key: run.key,
      type: run.type,
      name: run.name,
      description: run.description,
      experiment: 'flight-delay',
      inputs: run.inputs,
      parameters: Object.entries(run.parameters ?? {}).map(([name, value]) => ({ name, value })),
      code: { repository: 'https://github.com/headwater/headwater', entryPoint: run.entryPoint },
      environment: { node: process.version, platform: process.platform },
    },
  });
  const { id, status } = startRun.run;
  const ended = status !== 'RUNNING';
  const result = await work(id, async (metrics) => {
    if (!ended) await client.graphql(LOG, { input: { run: id, metrics } });
  });
  if (!ended) await client.graphql(FINISH, { input: { run: id, status: 'SUCCEEDED' } });
  return result;
}
