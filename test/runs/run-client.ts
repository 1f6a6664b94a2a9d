import type { AnsweredError, GraphqlClient, RequestAs } from '../support/service/graphql-client.js';

/** What the tests read of a run. */
export interface AnsweredRun {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly message: string | null;
  readonly parameters: readonly { name: string; value: string }[];
  readonly metrics: readonly { name: string; value: number; step: number; time: string }[];
  readonly tags: readonly { key: string; value: string }[];
  readonly inputs: readonly AnsweredLink[];
  readonly outputs: readonly AnsweredLink[];
}

export interface AnsweredLink {
  readonly role: string | null;
  readonly node: { readonly label: string };
}

type Input = Readonly<Record<string, unknown>>;

const RUN = `
  id name status startedAt endedAt message
  parameters { name value } metrics { name value step time } tags { key value }
  inputs { role node { label } } outputs { role node { label } }`;

export const START_RUN = `mutation ($input: StartRunInput!) { startRun(input: $input) { created run { ${RUN} } } }`;
export const LOG_RUN = `mutation ($input: LogRunInput!) { logRun(input: $input) { run { ${RUN} } } }`;
export const FINISH_RUN = `mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { ${RUN} } } }`;

/** Starts, feeds and ends runs through the public API. */
export class RunClient {
  constructor(
    readonly app: GraphqlClient,
    readonly as: RequestAs = {},
  ) {}

  async start(input: Input = {}): Promise<AnsweredRun> {
    return (await this.startKeyed(input)).run;
  }

  async startKeyed(input: Input): Promise<{ run: AnsweredRun; created: boolean }> {
    type Answer = { startRun: { run: AnsweredRun; created: boolean } };
    return (await this.app.graphql<Answer>(START_RUN, { input: { type: 'TRAINING', ...input } }, this.as)).startRun;
  }

  async log(run: { readonly id: string }, input: Input): Promise<AnsweredRun> {
    type Answer = { logRun: { run: AnsweredRun } };
    return (await this.app.graphql<Answer>(LOG_RUN, { input: { run: run.id, ...input } }, this.as)).logRun.run;
  }

  async finish(run: { readonly id: string }, input: Input = {}): Promise<AnsweredRun> {
    type Answer = { finishRun: { run: AnsweredRun } };
    const given = { run: run.id, status: 'SUCCEEDED', ...input };
    return (await this.app.graphql<Answer>(FINISH_RUN, { input: given }, this.as)).finishRun.run;
  }

  startError(input: Input): Promise<AnsweredError> {
    return this.app.graphqlError(START_RUN, { input: { type: 'TRAINING', ...input } }, this.as);
  }

  logError(run: { readonly id: string }, input: Input): Promise<AnsweredError> {
    return this.app.graphqlError(LOG_RUN, { input: { run: run.id, ...input } }, this.as);
  }

  finishError(run: { readonly id: string }, input: Input): Promise<AnsweredError> {
    return this.app.graphqlError(FINISH_RUN, { input: { run: run.id, ...input } }, this.as);
  }

  /** The run as it stands now. */
  async read(run: { readonly id: string }): Promise<AnsweredRun> {
    const query = `query ($id: ID!) { run(id: $id) { ${RUN} } }`;
    return (await this.app.graphql<{ run: AnsweredRun }>(query, { id: run.id }, this.as)).run;
  }

  /** All points of a metric, as [step, value]. */
  async history(run: { readonly id: string }, name: string): Promise<[number, number][]> {
    const query = `query ($id: ID!, $name: String!) { run(id: $id) { metricHistory(name: $name) { nodes { step value } } } }`;
    type Answer = { run: { metricHistory: { nodes: { step: number; value: number }[] } } };
    const { run: found } = await this.app.graphql<Answer>(query, { id: run.id, name }, this.as);
    return found.metricHistory.nodes.map(({ step, value }) => [step, value]);
  }
}
