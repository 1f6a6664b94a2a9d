import type { AnsweredError } from '../../support/service/graphql-client.js';
import { ModelSeed } from '../model-seed.js';

export interface Gate {
  readonly id: string;
  readonly verdict: string;
  readonly passed: boolean;
  readonly failures: number;
  readonly evaluatedAt: string;
  readonly evaluatedBy: string;
  readonly champion: { readonly label: string } | null;
  readonly policy: { readonly version: number } | null;
  readonly rules: readonly {
    readonly outcome: string;
    readonly explanation: string;
    readonly found: number | null;
    readonly champion: number | null;
    readonly threshold: number | null;
  }[];
}

const GATE = `id verdict passed failures evaluatedAt evaluatedBy champion { label } policy { version }
  rules { rule { kind severity } outcome explanation found champion threshold }`;
const INPUT_OF = {
  promote: 'PromoteInput',
  approve: 'ApproveInput',
  definePromotionPolicy: 'DefinePromotionPolicyInput',
};
const ANSWER_OF = {
  promote: `changed overridden previous { label } evaluation { ${GATE} }`,
  approve: 'approval { decision by roles }',
  definePromotionPolicy: 'created policy { version to targetKind }',
};

type Mutation = keyof typeof INPUT_OF;

/** Models with policies, evaluations and promotions. */
export class PromotionSeed extends ModelSeed {
  /** What a mutation answers, or the error that refused it. */
  async try(
    name: Mutation,
    input: object,
    user = 'ann',
  ): Promise<{ answer: Record<string, unknown>; error?: AnsweredError }> {
    const document = `mutation ($input: ${INPUT_OF[name]}!) { ${name}(input: $input) { ${ANSWER_OF[name]} } }`;
    const { data, errors } = await this.app.graphqlAnswer<Record<string, Record<string, unknown>>>(
      document,
      { input },
      { user },
    );
    const [error] = errors;
    return { answer: data?.[name] ?? {}, ...(error && { error }) };
  }

  async policy(model: string, to: string, rules: readonly object[], more: object = {}): Promise<void> {
    const { error } = await this.try('definePromotionPolicy', { model, to, rules, ...more });
    if (error !== undefined) throw new Error(error.message);
  }

  async gate(modelVersion: string, to = 'champion', user = 'ann'): Promise<Gate> {
    const answer = await this.app.graphql<{ evaluateGate: Gate }>(
      `query ($modelVersion: Ref!, $to: String!) { evaluateGate(modelVersion: $modelVersion, to: $to) { ${GATE} } }`,
      { modelVersion, to },
      { user },
    );
    return answer.evaluateGate;
  }

  /** A version with metrics that were given when it was registered. */
  async version(
    model: string,
    metrics: Readonly<Record<string, number>>,
    more: object = {},
    user = 'author',
  ): Promise<void> {
    const input = this.modelVersionInput(model, {
      metrics: Object.entries(metrics).map(([name, value]) => ({ name, value })),
      ...more,
    });
    await this.app.graphql(
      'mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created } }',
      { input },
      { user },
    );
  }

  async champion(model: string): Promise<string | null> {
    const { modelVersion } = await this.app.graphql<{ modelVersion: { label: string } | null }>(
      'query ($ref: Ref!) { modelVersion(ref: $ref) { label } }',
      { ref: `${model}@champion` },
    );
    return modelVersion?.label ?? null;
  }

  /** A finished run, by its id. */
  async run(
    type: string,
    inputs: readonly object[],
    metrics: Readonly<Record<string, number | string>> = {},
    user = 'author',
  ): Promise<string> {
    const { startRun } = await this.app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
      { input: { type, name: 'judging', inputs } },
      { user },
    );
    const { id } = startRun.run;
    await this.app.graphql('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', {
      input: { run: id, metrics: Object.entries(metrics).map(([name, value]) => ({ name, value })) },
    });
    await this.app.graphql('mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }', {
      input: { run: id, status: 'SUCCEEDED' },
    });
    return id;
  }

  /** A version of a dataset with so many rows. */
  async data(dataset: string, rowCount: number, digest = '1', derivedFrom: readonly string[] = []): Promise<void> {
    await this.app.graphql(
      'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }',
      {
        input: { dataset, digest, rowCount, derivedFrom, location: 's3://x', columns: [{ name: 'a', type: 'INT64' }] },
      },
    );
  }
}
