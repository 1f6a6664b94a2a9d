import type { Readable } from 'node:stream';

/** A point of a metric, as MLflow keeps it. */
export interface MlflowPoint {
  readonly name: string;
  readonly value: number;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

export interface MlflowDataset {
  readonly name: string;
  readonly digest: string;
  readonly source: string;
  /** As what the run used it, such as `training`. */
  readonly context: string | undefined;
}

export interface MlflowRun {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  /** RUNNING, SCHEDULED, FINISHED, FAILED or KILLED. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly metrics: readonly string[];
  readonly datasets: readonly MlflowDataset[];
}

export interface MlflowModelVersion {
  readonly model: string;
  readonly version: number;
  readonly description: string | undefined;
  readonly source: string;
  readonly run: string | undefined;
  readonly aliases: readonly string[];
  /** `None`, or one of MLflow's stages. */
  readonly stage: string;
}

/** Where runs and models of MLflow are read: another server, or a folder `mlruns`. */
export interface MlflowSource {
  /** Every run that is not deleted, oldest first as far as the source knows. */
  runs(): AsyncIterable<MlflowRun>;
  /** Throws where a history can't be read; of a server that is only known when it is asked. */
  check(run: MlflowRun): Promise<void>;
  /** All points of a metric, of any number. */
  history(run: MlflowRun, metric: string): AsyncIterable<MlflowPoint>;
  /** The paths of the files of a run. */
  artifacts(run: MlflowRun): AsyncIterable<string>;
  open(run: MlflowRun, path: string): Promise<Readable>;
  /** Every version of every registered model, each model's in their order. */
  modelVersions(): AsyncIterable<MlflowModelVersion>;
}
