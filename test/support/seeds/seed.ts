import type { GraphqlClient, RequestAs } from '../service/graphql-client.js';

/** A node that a seed has made. */
export interface Seeded {
  readonly id: string;
  /** What an input takes to refer to it, such as `flights@3`. */
  readonly label: string;
}

export interface DatasetVersionSeed {
  readonly digest?: string;
  readonly location?: string;
  readonly columns?: readonly { name: string; type: string }[];
  readonly derivedFrom?: readonly string[];
  readonly run?: string;
  readonly [more: string]: unknown;
}

const REGISTER_DATASET_VERSION = `
  mutation ($input: RegisterDatasetVersionInput!) {
    registerDatasetVersion(input: $input) { dataset { id label } datasetVersion { id label version } created }
  }`;

/** Makes records through the public API, with something sensible for everything that a test does not care about. */
export class Seed {
  private count = 0;

  constructor(
    readonly app: GraphqlClient,
    readonly as: RequestAs = {},
  ) {}

  /** The next state of a dataset; each call has another digest, so each makes a version. */
  async datasetVersion(dataset: string, given: DatasetVersionSeed = {}): Promise<SeededDatasetVersion> {
    const input = {
      dataset,
      digest: `sha256:${dataset}-${++this.count}`,
      location: `s3://seed/${dataset}.parquet`,
      columns: [
        { name: 'origin', type: 'STRING' },
        { name: 'delay', type: 'INT64' },
      ],
      ...given,
    };
    const { registerDatasetVersion } = await this.app.graphql<{
      registerDatasetVersion: { dataset: Seeded; datasetVersion: Seeded & { version: number }; created: boolean };
    }>(REGISTER_DATASET_VERSION, { input }, this.as);
    return new SeededDatasetVersion(this, registerDatasetVersion);
  }
}

/** A dataset version, and what can be made from it. */
export class SeededDatasetVersion implements Seeded {
  readonly id: string;
  readonly label: string;
  readonly version: number;
  readonly dataset: Seeded;
  readonly created: boolean;

  constructor(
    private readonly seed: Seed,
    made: { dataset: Seeded; datasetVersion: Seeded & { version: number }; created: boolean },
  ) {
    this.id = made.datasetVersion.id;
    this.label = made.datasetVersion.label;
    this.version = made.datasetVersion.version;
    this.dataset = made.dataset;
    this.created = made.created;
  }

  /** The next version of the same dataset. */
  next(given: DatasetVersionSeed = {}): Promise<SeededDatasetVersion> {
    return this.seed.datasetVersion(this.dataset.label, given);
  }

  /** A version of another dataset, made from this one. */
  derive(dataset: string, given: DatasetVersionSeed = {}): Promise<SeededDatasetVersion> {
    return this.seed.datasetVersion(dataset, { ...given, derivedFrom: [this.label, ...(given.derivedFrom ?? [])] });
  }
}
