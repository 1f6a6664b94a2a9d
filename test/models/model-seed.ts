import { Seed, type Seeded } from '../support/seeds/seed.js';
import type { GraphqlClient, RequestAs } from '../support/service/graphql-client.js';

export interface SeededModelVersion extends Seeded {
  readonly version: number;
  readonly created: boolean;
}

/** What a test says of a model version; anything else is made up. */
export interface ModelVersionGiven {
  readonly artifact?: { readonly uri: string; readonly digest: string };
  readonly signature?: readonly string[];
  readonly trainedOn?: readonly string[];
  readonly derivedFrom?: readonly string[];
  readonly [more: string]: unknown;
}

export const REGISTER_MODEL_VERSION = `
  mutation Register($input: RegisterModelVersionInput!) {
    registerModelVersion(input: $input) { model { id label } modelVersion { id label version } created }
  }`;

export const SET_ALIAS = `
  mutation SetAlias($modelVersion: Ref!, $alias: String!) {
    setAlias(input: { modelVersion: $modelVersion, alias: $alias }) { changed previous { label } modelVersion { label } }
  }`;

export const DELETE_NODE = 'mutation Delete($id: Ref!) { deleteNode(input: { id: $id }) { node { id deletedAt } } }';

const DEFINE_ENTITY = `
  mutation { defineEntity(input: { name: "airport", joinKeys: [{ name: "airport", type: STRING }] }) { created } }`;

const PUBLISH = `
  mutation Publish($input: PublishFeatureSetInput!) {
    publishFeatureSet(input: $input) { featureSetVersion { id label } }
  }`;

/** Makes feature sets and model versions through the public API. */
export class ModelSeed extends Seed {
  private made = 0;

  constructor(app: GraphqlClient, as: RequestAs = {}) {
    super(app, as);
  }

  /** The next version of a feature set about airports, computed from the datasets given. */
  async featureSet(
    name: string,
    features: readonly string[],
    sources: readonly { dataset: string; columns: readonly string[] }[] = [],
  ): Promise<Seeded> {
    await this.app.graphql(DEFINE_ENTITY, {}, this.as);
    const input = {
      name,
      entity: 'airport',
      features: features.map((feature) => ({
        name: feature,
        type: 'FLOAT64',
        description: `The ${feature}.`,
        sources,
      })),
    };
    const { publishFeatureSet } = await this.app.graphql<{ publishFeatureSet: { featureSetVersion: Seeded } }>(
      PUBLISH,
      { input },
      this.as,
    );
    return publishFeatureSet.featureSetVersion;
  }

  /** A registration; each has an artifact of its own, if none is given. */
  modelVersionInput(model: string, given: ModelVersionGiven = {}): { model: string } & ModelVersionGiven {
    const number = ++this.made;
    return { model, artifact: { uri: `s3://seed/${model}/${number}`, digest: `sha256:${model}-${number}` }, ...given };
  }

  /** The next version of a model. */
  async modelVersion(model: string, given: ModelVersionGiven = {}): Promise<SeededModelVersion> {
    const { registerModelVersion } = await this.app.graphql<{
      registerModelVersion: { modelVersion: Seeded & { version: number }; created: boolean };
    }>(REGISTER_MODEL_VERSION, { input: this.modelVersionInput(model, given) }, this.as);
    return { ...registerModelVersion.modelVersion, created: registerModelVersion.created };
  }

  async setAlias(modelVersion: string, alias: string, user?: string): Promise<{ changed: boolean }> {
    const as = { ...this.as, ...(user !== undefined && { user }) };
    return (await this.app.graphql<{ setAlias: { changed: boolean } }>(SET_ALIAS, { modelVersion, alias }, as))
      .setAlias;
  }

  async delete(id: string): Promise<void> {
    await this.app.graphql(DELETE_NODE, { id }, this.as);
  }
}
