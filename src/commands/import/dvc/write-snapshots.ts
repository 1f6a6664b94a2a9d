import { createHash } from 'node:crypto';
import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { beginRun } from '../begin-run.js';
import { DatasetVersions } from '../dataset-versions.js';
import { originOf } from '../origin.js';
import { everyNode, inRef } from '../pages.js';
import { freeName, labelOf, storable } from '../reading/names.js';
import { Report } from '../reading/report.js';
import type { Data, Execution, RegisteredArtifact, Snapshot } from './snapshot.js';

const LOG = graphql(`mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }`);
const FINISH = graphql(`mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }`);
const MODEL_VERSIONS = graphql(`query ($model: Ref!, $after: String) {
  model(ref: $model) { versions(first: 1000, after: $after) { nodes { id artifact { digest } } pageInfo { hasNextPage endCursor } } } }`);
const MODEL = graphql(`mutation ($input: RegisterModelVersionInput!) {
  registerModelVersion(input: $input) { created modelVersion { id } } }`);

/** Parameters of one call. */
const PARAMETERS = 1_000;

/** What was made, and what was there already. */
export interface Counts {
  made: number;
  known: number;
}

/** Writes snapshots, oldest first; what is there already stays as it is. */
export class SnapshotWriter {
  readonly remarks = new Report();
  readonly datasets: DatasetVersions;
  readonly runs: Counts = { made: 0, known: 0 };
  readonly models: Counts = { made: 0, known: 0 };
  private readonly modelDigests = new Map<string, Set<string>>();
  private readonly executed = new Map<string, string>();
  /** Runs by the digest of what they have made. */
  private readonly makers = new Map<string, string>();

  constructor(
    private readonly client: HeadwaterClient,
    /** How datasets of the repository are called: `<name>/<path>`. */
    private readonly repository: { readonly name: string; readonly url: string | undefined },
  ) {
    this.datasets = new DatasetVersions(client);
  }

  async write({ commit, data, executions, models }: Snapshot): Promise<void> {
    for (const each of data) await this.versionOf(each, commit.id);
    for (const each of executions) await this.writeExecution(each, commit);
    for (const each of models) await this.writeModel(each, commit.id);
  }

  /** Where DVC finds it: a path at a commit of a repository. */
  private placeOf(path: string, commit: string): string {
    return `${this.repository.url ?? this.repository.name}#${path}@${commit}`;
  }

  /** The id of the dataset version, made where it is not there. */
  private async versionOf(data: Data, commit: string): Promise<string> {
    const { path, digest, bytes, files, from } = data;
    const dataset = this.nameOf(`${this.repository.name}/${path}`);
    const found = await this.datasets.find(dataset, digest);
    if (found !== undefined) return found;
    const source = from && (await this.sourceOf(from, digest));
    return this.datasets.idOf({
      dataset,
      digest,
      columns: [],
      byteCount: bytes ?? null,
      derivedFrom: source === undefined ? null : [source],
      location: this.placeOf(path, commit),
      tags: [
        { key: 'dvc.path', value: path },
        { key: 'git.commit', value: commit },
        ...(files === undefined ? [] : [{ key: 'dvc.files', value: String(files) }]),
      ],
    });
  }

  /** The same bytes in the repository that they were imported from. */
  private sourceOf(from: NonNullable<Data['from']>, digest: string): Promise<string> {
    const dataset = this.nameOf(`${repositoryName(from.repository)}/${from.path}`);
    const tags = from.commit === undefined ? [] : [{ key: 'git.commit', value: from.commit }];
    return this.datasets.idOf({ dataset, digest, columns: [], location: from.repository, tags });
  }

  private async writeExecution(execution: Execution, { id: commit, time }: Snapshot['commit']): Promise<void> {
    const { stage, command, inputs, outputs, parameters, metrics } = execution;
    const key = `dvc:${sha256(`${this.repository.name}\n${stage}\n${execution.key}`)}`;
    if (this.executed.has(key)) return;
    const { created, run } = await beginRun(this.client, {
      key,
      experiment: this.nameOf(this.repository.name),
      name: this.nameOf(stage),
      type: metrics.size > 0 ? 'TRAINING' : 'TRANSFORM',
      startedAt: time,
      lostAfterSeconds: 0,
      ...(this.repository.url !== undefined && {
        code: { repository: this.repository.url, commit, entryPoint: command ?? null },
      }),
      tags: [{ key: 'dvc.stage', value: stage }],
    });
    const { id, status } = run;
    this.executed.set(key, id);
    for (const { path, digest } of outputs) this.makers.set(`${path} ${digest}`, id);
    this.runs[created ? 'made' : 'known']++;
    if (status !== 'RUNNING') return;
    await this.client.graphql(LOG, {
      input: {
        run: id,
        inputs: await Promise.all(
          inputs.map(async (each) => ({ ref: await this.versionOf(each, commit), role: each.path })),
        ),
        outputs: await Promise.all(
          outputs.map(async (each) => ({ ref: await this.versionOf(each, commit), role: each.path })),
        ),
        metrics: [...metrics].map(([name, value]) => ({ name: labelOf(name), value: jsonNumber(value), time })),
      },
    });
    const values = [...parameters].map(([name, value]) => ({ name: labelOf(name), value: storable(value, 10_000) }));
    for (let from = 0; from < values.length; from += PARAMETERS)
      await this.client.graphql(LOG, { input: { run: id, parameters: values.slice(from, from + PARAMETERS) } });
    await this.client.graphql(FINISH, { input: { run: id, status: 'SUCCEEDED', endedAt: time } });
  }

  private nameOf(text: string): string {
    return freeName(text, text, this.remarks);
  }

  private async writeModel({ name, description, data }: RegisteredArtifact, commit: string): Promise<void> {
    const { path, digest, bytes } = data;
    const model = this.nameOf(name);
    const digests = await this.digestsOf(model);
    if (digests.has(digest)) return;
    const { registerModelVersion } = await this.client.graphql(MODEL, {
      input: {
        model,
        origin: originOf(digest),
        description: description ?? null,
        artifact: {
          uri: this.placeOf(path, commit),
          digest,
          bytes: bytes ?? null,
        },
        run: this.makers.get(`${path} ${digest}`) ?? null,
        tags: [{ key: 'git.commit', value: commit }],
      },
    });
    digests.add(digest);
    this.models[registerModelVersion.created ? 'made' : 'known']++;
  }

  private async digestsOf(model: string): Promise<Set<string>> {
    const known = this.modelDigests.get(model);
    if (known !== undefined) return known;
    const found = new Set<string>();
    this.modelDigests.set(model, found);
    const read = (after: string | null) => this.client.graphql(MODEL_VERSIONS, { model: inRef(model), after });
    for await (const { artifact } of everyNode(async (after) => (await read(after)).model?.versions))
      found.add(artifact.digest);
    this.models.known += found.size;
    return found;
  }
}

/** The last part of a URL or path, without `.git`. */
export function repositoryName(url: string): string {
  return (
    url
      .replace(/\/+$/, '')
      .split(/[/\\:]/)
      .at(-1)
      ?.replace(/\.git$/, '') || 'repository'
  );
}

/** What JSON has no number for travels as text. */
const jsonNumber = (value: number) => (Number.isFinite(value) ? value : (String(value) as unknown as number));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
