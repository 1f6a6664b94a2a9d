import { Readable } from 'node:stream';
import { z } from 'zod';
import { ForeignServer } from '../reading/foreign-server.js';
import type { MlflowModelVersion, MlflowPoint, MlflowRun, MlflowSource } from './source.js';

const PAGE = 1_000;
/** Folders in folders of the files of a run. */
const DEEPEST = 100;
/** Models of a page: MLflow's own limit. */
const MODELS = 100;

const id = z.union([z.string(), z.number()]).transform(String);
/** Whole numbers come as numbers or as texts. */
const whole = z.union([z.number(), z.string()]).transform(Number);
const pair = z.object({ key: z.string(), value: z.string().default('') });
const RUNS = z.object({
  runs: z
    .array(
      z.object({
        info: z.object({
          run_id: z.string(),
          experiment_id: id,
          run_name: z.string().default(''),
          artifact_uri: z.string().default(''),
          status: z.string(),
          start_time: whole.optional(),
          end_time: whole.optional(),
        }),
        data: z
          .object({
            params: z.array(pair).default([]),
            tags: z.array(pair).default([]),
            metrics: z.array(z.object({ key: z.string() })).default([]),
          })
          .default({ params: [], tags: [], metrics: [] }),
        inputs: z
          .object({
            dataset_inputs: z
              .array(
                z.object({
                  tags: z.array(pair).default([]),
                  dataset: z.object({ name: z.string(), digest: z.string(), source: z.string().default('') }),
                }),
              )
              .default([]),
          })
          .default({ dataset_inputs: [] }),
      }),
    )
    .default([]),
  next_page_token: z.string().optional(),
});
const EXPERIMENTS = z.object({
  experiments: z.array(z.object({ experiment_id: id, name: z.string() })).default([]),
  next_page_token: z.string().optional(),
});
const HISTORY = z.object({
  metrics: z
    .array(
      z.object({
        key: z.string(),
        value: z.union([z.number(), z.string()]).transform(Number),
        step: whole.default(0),
        timestamp: whole.default(0),
      }),
    )
    .default([]),
  next_page_token: z.string().optional(),
});
const FILES = z.object({
  files: z.array(z.object({ path: z.string(), is_dir: z.boolean().default(false) })).default([]),
  next_page_token: z.string().optional(),
});
const MODELS_PAGE = z.object({
  registered_models: z
    .array(
      z.object({
        name: z.string(),
        aliases: z.array(z.object({ alias: z.string(), version: id })).default([]),
      }),
    )
    .default([]),
  next_page_token: z.string().optional(),
});
const VERSIONS = z.object({
  model_versions: z
    .array(
      z.object({
        name: z.string(),
        version: whole,
        description: z.string().optional(),
        source: z.string().default(''),
        run_id: z.string().optional(),
        current_stage: z.string().default('None'),
      }),
    )
    .default([]),
  next_page_token: z.string().optional(),
});

/** Another server of MLflow, over its REST API. Who asks is said as MLflow's own client says it, by MLFLOW_TRACKING_*. */
export class RestSource implements MlflowSource {
  /** Where the files of a run are, by its id. */
  private readonly places = new Map<string, string>();

  private readonly server: ForeignServer;

  constructor(url: string, authorization: string | undefined) {
    this.server = new ForeignServer({ url, authorization });
  }

  /** Asking for all histories twice would take twice as long. */
  async check(): Promise<void> {}

  async *runs(): AsyncGenerator<MlflowRun> {
    const experiments = new Map<string, string>();
    const search = { max_results: PAGE, view_type: 'ACTIVE_ONLY' };
    for await (const page of this.pages((token) =>
      this.post('experiments/search', { ...search, ...token }, EXPERIMENTS),
    ))
      for (const { experiment_id, name } of page.experiments) experiments.set(experiment_id, name);
    for (const [experiment, name] of experiments) {
      const filter = { experiment_ids: [experiment], max_results: PAGE, order_by: ['attributes.start_time ASC'] };
      for await (const page of this.pages((token) => this.post('runs/search', { ...filter, ...token }, RUNS)))
        for (const run of page.runs) {
          this.places.set(run.info.run_id, run.info.artifact_uri);
          yield runOf(run, name);
        }
    }
  }

  async *history({ id: run }: MlflowRun, metric: string): AsyncGenerator<MlflowPoint> {
    const asked = { run_id: run, metric_key: metric, max_results: String(PAGE * 10) };
    for await (const page of this.pages((token) => this.get('metrics/get-history', { ...asked, ...token }, HISTORY)))
      for (const { value, step, timestamp } of page.metrics) yield { name: metric, value, step, timestamp };
  }

  async *artifacts(run: MlflowRun, folder = '', depth = 0): AsyncGenerator<string> {
    if (depth > DEEPEST)
      throw new Error(`${this.server.url} has folders in folders without end: ${folder.slice(0, 200)}.`);
    const asked = { run_id: run.id, ...(folder !== '' && { path: folder }) };
    for await (const page of this.pages((token) => this.get('artifacts/list', { ...asked, ...token }, FILES)))
      for (const { path, is_dir } of page.files) {
        if (is_dir) yield* this.artifacts(run, path, depth + 1);
        else yield path;
      }
  }

  async open(run: MlflowRun, path: string): Promise<Readable> {
    const [, place] = /^mlflow-artifacts:\/*(?:[^/]*@)?(.*)$/.exec(this.places.get(run.id) ?? '') ?? [];
    // What the server doesn't keep itself it fetches from where it is.
    const response = await this.server.send(
      place === undefined
        ? `get-artifact?${new URLSearchParams({ path, run_uuid: run.id })}`
        : `api/2.0/mlflow-artifacts/artifacts/${[place, path].join('/').split('/').map(encodeURIComponent).join('/')}`,
    );
    return Readable.fromWeb(response.body as never);
  }

  async *modelVersions(): AsyncGenerator<MlflowModelVersion> {
    const models = this.pages((token) =>
      this.get('registered-models/search', { max_results: String(MODELS), ...token }, MODELS_PAGE),
    );
    for await (const page of models)
      for (const { name, aliases } of page.registered_models) {
        const filter = { filter: `name=${quoted(name)}`, max_results: String(PAGE) };
        const found: MlflowModelVersion[] = [];
        for await (const each of this.pages((token) =>
          this.get('model-versions/search', { ...filter, ...token }, VERSIONS),
        ))
          for (const version of each.model_versions)
            found.push({
              model: name,
              version: version.version,
              description: version.description,
              source: version.source,
              run: version.run_id,
              aliases: aliases.filter((one) => Number(one.version) === version.version).map(({ alias }) => alias),
              stage: version.current_stage,
            });
        yield* found.toSorted((one, other) => one.version - other.version);
      }
  }

  private pages<Page extends { next_page_token?: string | undefined }>(
    read: (token: { page_token?: string }) => Promise<Page>,
  ): AsyncGenerator<Page> {
    return this.server.pages(
      (token) => read(token === undefined ? {} : { page_token: token }),
      ({ next_page_token }) => next_page_token,
    );
  }

  private async get<Schema extends z.ZodType>(path: string, query: Record<string, string>, schema: Schema) {
    return this.ask(`api/2.0/mlflow/${path}?${new URLSearchParams(query)}`, {}, schema);
  }

  private async post<Schema extends z.ZodType>(path: string, body: object, schema: Schema) {
    const headers = { 'content-type': 'application/json' };
    return this.ask(`api/2.0/mlflow/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }, schema);
  }

  private async ask<Schema extends z.ZodType>(
    path: string,
    init: RequestInit,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    const { data, error } = schema.safeParse(await this.server.json(path, init));
    if (error === undefined) return data as z.infer<Schema>;
    throw new Error(
      `${this.server.url} answered ${path.split('?')[0]} otherwise than MLflow: ${z.prettifyError(error)}`,
    );
  }
}

/** A text in MLflow's filters, which know no escapes. */
const quoted = (text: string) => (text.includes("'") ? `"${text}"` : `'${text}'`);

function runOf({ info, data, inputs }: z.infer<typeof RUNS>['runs'][number], experiment: string): MlflowRun {
  return {
    id: info.run_id,
    experiment,
    name: info.run_name,
    status: info.status,
    startTime: info.start_time,
    endTime: info.end_time,
    parameters: new Map(data.params.map(({ key, value }) => [key, value])),
    tags: new Map(data.tags.map(({ key, value }) => [key, value])),
    metrics: data.metrics.map(({ key }) => key),
    datasets: inputs.dataset_inputs.map(({ tags, dataset }) => ({
      ...dataset,
      context: tags.find(({ key }) => key === 'mlflow.data.context')?.value,
    })),
  };
}
