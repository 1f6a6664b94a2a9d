import { createReadStream } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { linesOf } from '../reading/lines.js';
import { readWholeText } from '../reading/whole-file.js';
import { parseYaml } from '../reading/yaml.js';
import type { MlflowDataset, MlflowModelVersion, MlflowPoint, MlflowRun, MlflowSource } from './source.js';

/** Bytes of a file that holds one value, or a few. */
const MOST_BYTES = 1024 * 1024;

const text = z.union([z.string(), z.number()]).transform(String);
const EXPERIMENT = z.looseObject({ name: text, lifecycle_stage: z.string().default('active') });
/** In the numbers that MLflow gives them. */
const STATUSES = ['', 'RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
const RUN = z.looseObject({
  run_id: text,
  run_name: text.nullish(),
  status: z.union([z.number().transform((code) => STATUSES[code] ?? 'RUNNING'), z.string()]),
  start_time: z.number().nullish(),
  end_time: z.number().nullish(),
  lifecycle_stage: z.string().default('active'),
});
const INPUT = z.looseObject({
  source_id: text.pipe(z.string().regex(/^[^/\\]*[^/\\.][^/\\]*$/)),
  tags: z.record(z.string(), text).default({}),
});
const DATASET = z.looseObject({ name: text, digest: text, source: z.string().default('') });
const VERSION = z.looseObject({
  version: z.coerce.number(),
  description: z.string().nullish(),
  source: z.string().default(''),
  run_id: z.string().nullish(),
  current_stage: z.string().default('None'),
});

/** A folder `mlruns`, as MLflow's file store writes it. */
export class FolderSource implements MlflowSource {
  private readonly places = new Map<string, string>();

  constructor(private readonly folder: string) {}

  async *runs(): AsyncGenerator<MlflowRun> {
    for (const experiment of await directories(this.folder)) {
      const place = join(this.folder, experiment);
      const meta = await readMeta(join(place, 'meta.yaml'), EXPERIMENT);
      if (meta === undefined || meta.lifecycle_stage !== 'active') continue;
      const found: MlflowRun[] = [];
      for (const run of await directories(place)) {
        const read = await this.readRun(join(place, run), meta.name);
        if (read !== undefined) found.push(read);
      }
      yield* found.toSorted((one, other) => (one.startTime ?? 0) - (other.startTime ?? 0));
    }
  }

  /** A damaged history is found before a run is written. */
  async check(run: MlflowRun): Promise<void> {
    for (const metric of run.metrics) for await (const _ of this.history(run, metric));
  }

  /** A line each: timestamp, value and step. */
  async *history(run: MlflowRun, metric: string): AsyncGenerator<MlflowPoint> {
    const file = join(this.placeOf(run), 'metrics', metric);
    let number = 0;
    for await (const line of linesOf(file)) {
      number++;
      if (line === '') continue;
      const [timestamp, value = '', step = '0'] = line.split(' ');
      if (!/^\d+$/.test(timestamp ?? '') || value === '' || !/^-?\d+$/.test(step))
        throw new Error(`${file}, line ${number}: "${line}" is not a timestamp, a value and a step.`);
      yield { name: metric, value: numberOf(value), step: Number(step), timestamp: Number(timestamp) };
    }
  }

  async *artifacts(run: MlflowRun): AsyncGenerator<string> {
    yield* await filesBelow(join(this.placeOf(run), 'artifacts'));
  }

  async open(run: MlflowRun, path: string): Promise<Readable> {
    return createReadStream(join(this.placeOf(run), 'artifacts', path));
  }

  async *modelVersions(): AsyncGenerator<MlflowModelVersion> {
    const models = join(this.folder, 'models');
    for (const model of await directories(models)) {
      const aliases = await textsIn(join(models, model, 'aliases'));
      const found: MlflowModelVersion[] = [];
      for (const each of await directories(join(models, model))) {
        const meta = each.startsWith('version-') && (await readMeta(join(models, model, each, 'meta.yaml'), VERSION));
        // One that was deleted leaves its file behind.
        if (!meta || meta.current_stage === 'Deleted_Internal') continue;
        found.push({
          model,
          version: meta.version,
          description: meta.description ?? undefined,
          source: meta.source,
          run: meta.run_id ?? undefined,
          aliases: [...aliases].filter(([, version]) => Number(version) === meta.version).map(([alias]) => alias),
          stage: meta.current_stage,
        });
      }
      yield* found.toSorted((one, other) => one.version - other.version);
    }
  }

  private placeOf({ id }: MlflowRun): string {
    const place = this.places.get(id);
    if (place === undefined) throw new Error(`There is no run ${id} in ${this.folder}.`);
    return place;
  }

  private async readRun(place: string, experiment: string): Promise<MlflowRun | undefined> {
    const meta = await readMeta(join(place, 'meta.yaml'), RUN);
    if (meta === undefined || meta.lifecycle_stage !== 'active') return undefined;
    this.places.set(meta.run_id, place);
    return {
      id: meta.run_id,
      experiment,
      name: meta.run_name ?? '',
      status: meta.status,
      startTime: meta.start_time ?? undefined,
      endTime: meta.end_time ?? undefined,
      parameters: await textsIn(join(place, 'params')),
      tags: await textsIn(join(place, 'tags')),
      metrics: await filesBelow(join(place, 'metrics')),
      datasets: await this.datasetsOf(place),
    };
  }

  private async datasetsOf(place: string): Promise<MlflowDataset[]> {
    const found: MlflowDataset[] = [];
    for (const input of await directories(join(place, 'inputs'))) {
      const meta = await readMeta(join(place, 'inputs', input, 'meta.yaml'), INPUT);
      const dataset = meta && (await readMeta(join(place, '../datasets', meta.source_id, 'meta.yaml'), DATASET));
      if (dataset !== undefined) found.push({ ...dataset, context: meta?.tags['mlflow.data.context'] });
    }
    return found;
  }
}

async function directories(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted();
}

/** Files below a folder, by their paths with forward slashes; none where there is no such folder. */
async function filesBelow(path: string): Promise<string[]> {
  // A link would lead out of the folder.
  if ((await lstat(path).catch(() => undefined))?.isDirectory() !== true) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

/** A file for each name, whose content is the value. */
async function textsIn(path: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const name of await filesBelow(path)) texts.set(name, await readWholeText(join(path, name), MOST_BYTES));
  return texts;
}

/** What a meta.yaml says; undefined where there is none. An error names the file. */
async function readMeta<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.infer<Schema> | undefined> {
  if ((await stat(file).catch(() => undefined)) === undefined) return undefined;
  const { data, error } = schema.safeParse(parseYaml(await readWholeText(file, MOST_BYTES), file));
  if (error === undefined) return data as z.infer<Schema>;
  throw new Error(`${file} is not as MLflow writes it: ${z.prettifyError(error)}`);
}

/** As Python writes numbers. */
function numberOf(value: string): number {
  if (/^-?inf(inity)?$/i.test(value)) return value.startsWith('-') ? -Infinity : Infinity;
  return Number(value);
}
