import { ModelSeed } from '../models/model-seed.js';

/** Model version → percent of the traffic. */
export type Split = Readonly<Record<string, number>>;

export interface SeenBinding {
  readonly modelVersion: { readonly label: string };
  readonly trafficPercent: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export const DEPLOY = `
  mutation Deploy($input: DeployInput!) {
    deploy(input: $input) { created changed deployment { id label bindings { ...B } } }
  }
  fragment B on Binding { modelVersion { label } trafficPercent validFrom validTo }`;

export const UNDEPLOY = `
  mutation Undeploy($deployment: Ref!) {
    undeploy(input: { deployment: $deployment }) { changed deployment { label bindings { trafficPercent } } }
  }`;

const BINDINGS = `
  query Bindings($ref: Ref!, $asOf: DateTime) {
    deployment(ref: $ref) { bindings(asOf: $asOf) { ...B } history { ...B } }
  }
  fragment B on Binding { modelVersion { label } trafficPercent validFrom validTo }`;

/** Shares as an input takes them. */
export function bindingsOf(split: Split): { modelVersion: string; trafficPercent: number }[] {
  return Object.entries(split).map(([modelVersion, trafficPercent]) => ({ modelVersion, trafficPercent }));
}

/** Shares as an answer has them, in its order. */
export function sharesOf(bindings: readonly SeenBinding[]): [string, number][] {
  return bindings.map((binding) => [binding.modelVersion.label, binding.trafficPercent]);
}

/** Deploys through the public API. */
export class DeploymentSeed extends ModelSeed {
  async deploy(deployment: string, split: Split, more: Record<string, unknown> = {}) {
    const input = { deployment, bindings: bindingsOf(split), createEnvironment: true, ...more };
    const answer = await this.app.graphql<{
      deploy: {
        created: boolean;
        changed: boolean;
        deployment: { id: string; label: string; bindings: SeenBinding[] };
      };
    }>(DEPLOY, { input }, this.as);
    return answer.deploy;
  }

  async undeploy(deployment: string): Promise<{ changed: boolean }> {
    return (await this.app.graphql<{ undeploy: { changed: boolean } }>(UNDEPLOY, { deployment }, this.as)).undeploy;
  }

  /** What serves now or at a time, and all that ever did. */
  async bindings(
    ref: string,
    asOf: string | null = null,
  ): Promise<{ bindings: SeenBinding[]; history: SeenBinding[] }> {
    type Answer = { deployment: { bindings: SeenBinding[]; history: SeenBinding[] } };
    return (await this.app.graphql<Answer>(BINDINGS, { ref, asOf }, this.as)).deployment;
  }
}
