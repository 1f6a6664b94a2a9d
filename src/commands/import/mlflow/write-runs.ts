import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { beginRun } from '../begin-run.js';
import { DatasetVersions } from '../dataset-versions.js';
import { cut, freeName, labelOf, storable } from '../reading/names.js';
import { pathInUrl } from '../reading/path-in-url.js';
import type { MlflowDataset, MlflowPoint, MlflowRun, MlflowSource } from './source.js';

const LOG = graphql(`mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }`);
const FINISH = graphql(`mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }`);

/** The most that one call takes. */
const POINTS = 10_000;
const PARAMETERS = 1_000;
const TAGS = 100;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 5_000;
const LARGEST_STEP = 2 ** 31 - 1;
const PARENT = 'mlflow.parentRunId';

/** What an import of runs has done so far. */
export class RunReport {
  made = 0;
  known = 0;
  points = 0;
  files = 0;
  readonly skipped = new Map<string, number>();

  skip(why: string, count = 1): void {
    if (count > 0) this.skipped.set(why, (this.skipped.get(why) ?? 0) + count);
  }
}

/** Writes runs of MLflow into Headwater. One that has ended there before stays as it is. */
export class RunsWriter {
  readonly report = new RunReport();
  /** By their ids in MLflow, those in Headwater. */
  private readonly runs = new Map<string, string>();
  /** By what they are called in MLflow, what they are here. */
  private readonly experiments = new Map<string, string>();
  private readonly datasets: DatasetVersions;

  constructor(
    private readonly client: HeadwaterClient,
    private readonly source: MlflowSource,
    /** Whether files of runs are copied as well. */
    private readonly files: boolean,
  ) {
    this.datasets = new DatasetVersions(client);
  }

  /** The run in Headwater; undefined where it was not imported. */
  idOf(run: string): string | undefined {
    return this.runs.get(run);
  }

  /** `find` gives runs that are yet to come: a parent is written first. */
  async write(run: MlflowRun, find: (id: string) => MlflowRun | undefined): Promise<void> {
    if (this.runs.has(run.id)) return;
    const parent = run.tags.get(PARENT);
    const above = parent === undefined ? undefined : find(parent);
    if (above !== undefined && above !== run && !isAncestor(run, above, find)) await this.write(above, find);
    const experiment = this.experiments.get(run.experiment) ?? this.nameOf(run.experiment);
    const begun = await beginRun(this.client, {
      key: `mlflow:${run.id}`,
      experiment,
      name: run.name === '' ? null : this.nameOf(run.name),
      type: 'TRAINING',
      startedAt: run.startTime === undefined ? null : timeOf(run.startTime),
      parent: (parent !== undefined && this.runs.get(parent)) || null,
      lostAfterSeconds: 0,
    });
    const { id, status } = begun.run;
    this.runs.set(run.id, id);
    this.keepTogether(run.experiment, experiment, begun.run.experiment.name);
    this.report[begun.created ? 'made' : 'known']++;
    if (status !== 'RUNNING' && status !== 'PENDING') return;
    await this.fill(id, run);
    if (this.files) await this.copyFiles(id, run);
    await this.finish(id, run);
  }

  /** An experiment that was renamed there since is called here as before, for its new runs too. */
  private keepTogether(called: string, wanted: string, found: string): void {
    if (found !== wanted)
      this.report.skip(
        `the name ${JSON.stringify(called.slice(0, 100))} of an experiment that is ${JSON.stringify(found)} here`,
      );
    this.experiments.set(called, found);
  }

  private async fill(id: string, run: MlflowRun): Promise<void> {
    const parameters = [...run.parameters].map(([name, value]) => ({
      name: labelOf(name),
      value: storable(value, 10_000),
    }));
    for (let from = 0; from < parameters.length; from += PARAMETERS)
      await this.log(id, { parameters: parameters.slice(from, from + PARAMETERS) });
    const all = [...run.tags].map(([key, value]) => ({ key: storable(key, 1_000), value: storable(value, 1_000_000) }));
    const tags = all.filter(({ key, value }) => key.length <= LONGEST_KEY && value.length <= LONGEST_VALUE);
    this.report.skip(`a tag of more than ${LONGEST_VALUE.toLocaleString('en')} characters`, all.length - tags.length);
    this.report.skip(`a tag beyond the ${TAGS} that a node has`, Math.max(0, tags.length - TAGS));
    const inputs = [];
    for (const dataset of run.datasets)
      inputs.push({ ref: await this.datasetOf(dataset), role: cut(dataset.context, 250) });
    await this.log(id, { tags: tags.slice(0, TAGS), inputs });
    for (const metric of run.metrics) await this.writeMetric(id, this.source.history(run, metric));
  }

  private async writeMetric(id: string, history: AsyncIterable<MlflowPoint>): Promise<void> {
    let points: object[] = [];
    const flush = async () => {
      if (points.length > 0) await this.log(id, { metrics: points });
      points = [];
    };
    for await (const { name, value, step, timestamp } of history) {
      if (Math.abs(step) > LARGEST_STEP) {
        this.report.skip(`a step beyond ${LARGEST_STEP.toLocaleString('en')}`);
        continue;
      }
      // What JSON has no number for travels as text.
      points.push({
        name: labelOf(name),
        step,
        time: timeOf(timestamp),
        value: Number.isFinite(value) ? value : String(value),
      });
      this.report.points++;
      if (points.length === POINTS) await flush();
    }
    await flush();
  }

  private async copyFiles(id: string, run: MlflowRun): Promise<void> {
    for await (const path of this.source.artifacts(run)) {
      const body = await this.source.open(run, path);
      const place = pathInUrl(path.split('/'));
      await this.client.request(`/v1/artifacts/${id}/${place}`, { method: 'PUT', body, duplex: 'half' } as never);
      this.report.files++;
    }
  }

  private async finish(run: string, { status, endTime }: MlflowRun): Promise<void> {
    const ends = { FINISHED: 'SUCCEEDED', FAILED: 'FAILED', KILLED: 'CANCELLED' } as const;
    const end = ends[status as keyof typeof ends];
    if (end === undefined) return;
    const endedAt = endTime === undefined ? null : timeOf(endTime);
    await this.client.graphql(FINISH, { input: { run, status: end, endedAt } });
  }

  private datasetOf({ name, digest, source }: MlflowDataset): Promise<string> {
    return this.datasets.idOf({
      dataset: this.nameOf(name),
      digest: storable(`mlflow:${digest}`, 500),
      columns: [],
      location: storable(source || `mlflow:${name}`, 2_000),
    });
  }

  private nameOf(text: string): string {
    return freeName(text, text, {
      note: (what, why) => this.report.skip(`the name ${JSON.stringify(what.slice(0, 100))}, which ${why}`),
    });
  }

  private async log(run: string, more: object): Promise<void> {
    await this.client.graphql(LOG, { input: { run, ...more } });
  }
}

/** Whether `run` stands above `candidate`: what MLflow keeps may go in a circle. */
function isAncestor(run: MlflowRun, candidate: MlflowRun, find: (id: string) => MlflowRun | undefined): boolean {
  const seen = new Set<MlflowRun>();
  for (let each: MlflowRun | undefined = candidate; each !== undefined && !seen.has(each); ) {
    if (each === run) return true;
    seen.add(each);
    each = find(each.tags.get(PARENT) ?? '');
  }
  return false;
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
