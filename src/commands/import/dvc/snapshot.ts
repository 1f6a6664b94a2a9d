import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { parseYaml } from '../reading/yaml.js';
import { type Entry, type LockedStage, pathOf, readLock, readPipeline, readTracked } from './dvc-files.js';
import type { Commit, GitRepository, TrackedFile } from './git-repository.js';

/** Data that DVC keeps, at one state. */
export interface Data {
  /** From the top of the repository. */
  readonly path: string;
  /** `dvc-md5:…`, or `dvc-etag:…` where a cloud keeps the versions. */
  readonly digest: string;
  readonly bytes: number | undefined;
  readonly files: number | undefined;
  /** Where it was imported from, in another repository. */
  readonly from:
    | { readonly repository: string; readonly path: string; readonly commit: string | undefined }
    | undefined;
}

/** One execution of a stage, as dvc.lock keeps it. */
export interface Execution {
  /** With the directory of its pipeline, where that is not the top. */
  readonly stage: string;
  /** The same for the same command, dependencies, parameters and outputs. */
  readonly key: string;
  readonly command: string | undefined;
  readonly inputs: readonly Data[];
  readonly outputs: readonly Data[];
  readonly parameters: ReadonlyMap<string, string>;
  readonly metrics: ReadonlyMap<string, number>;
}

export interface RegisteredArtifact {
  readonly name: string;
  readonly description: string | undefined;
  readonly data: Data;
}

/** What a commit says of data, executions and models. */
export interface Snapshot {
  readonly commit: Commit;
  readonly data: readonly Data[];
  readonly executions: readonly Execution[];
  readonly models: readonly RegisteredArtifact[];
}

const isLock = ({ path }: TrackedFile) => posix.basename(path) === 'dvc.lock';
const isPipeline = ({ path }: TrackedFile) => posix.basename(path) === 'dvc.yaml';
const isTracked = ({ path }: TrackedFile) => path.endsWith('.dvc') && !path.startsWith('.dvc/');

/** What snapshots are made of: two commits where it is the same say the same. */
export function signatureOf(files: readonly TrackedFile[]): string {
  // Metrics are JSON or YAML.
  const telling = files.filter((file) => isTracked(file) || /\.(lock|json|ya?ml)$/.test(file.path));
  return createHash('sha256').update(JSON.stringify(telling)).digest('hex');
}

/** Reads what DVC's files say at a commit. Throws an error that names file, commit and place. */
export async function readSnapshot(
  git: GitRepository,
  commit: Commit,
  files: readonly TrackedFile[],
): Promise<Snapshot> {
  const blobs = new Map(files.map(({ path, blob }) => [path, blob]));
  const placeOf = (path: string) => `${path} at commit ${commit.id.slice(0, 10)}`;
  const data = new Map<string, Data>();
  const keep = (found: Data) => data.set(found.path, found);
  for (const { path, blob } of files.filter(isTracked)) {
    const { outs, deps, wdir } = readTracked(await git.read(blob), placeOf(path));
    for (const out of outs) {
      const found = dataOf(out, posix.join(posix.dirname(path), wdir), deps[0]);
      if (found !== undefined) keep(found);
    }
  }
  const executions: Execution[] = [];
  const models: RegisteredArtifact[] = [];
  for (const { path, blob } of files.filter(isLock)) {
    const directory = posix.dirname(path);
    const sibling = blobs.get(posix.join(directory, 'dvc.yaml'));
    const yaml = sibling === undefined ? '' : await git.read(sibling);
    const { stages: described } = readPipeline(yaml, placeOf(posix.join(directory, 'dvc.yaml')));
    const { stages } = readLock(await git.read(blob), placeOf(path));
    // An output of one stage is data for the others, also where it is small enough for Git.
    for (const { outs } of Object.values(stages))
      for (const out of outs) {
        const found = dataOf(out, directory);
        if (found !== undefined) keep(found);
      }
    for (const [name, stage] of Object.entries(stages)) {
      const { metrics = [], plots = [] } = described[name.split('@')[0] ?? name] ?? {};
      const numbers = metrics.map((metric) => posix.join(directory, pathOf(metric)));
      const shown = new Set([...numbers, ...plots.map((plot) => posix.join(directory, pathOf(plot)))]);
      for (const path of shown) if (blobs.has(path)) data.delete(path);
      executions.push({
        stage: directory === '.' ? name : `${directory}:${name}`,
        key: keyOf(stage),
        command: Array.isArray(stage.cmd) ? stage.cmd.join(' && ') : stage.cmd,
        inputs: presentOf(stage.deps, directory).filter(({ path }) => data.has(path) || !blobs.has(path)),
        outputs: presentOf(stage.outs, directory).filter(({ path }) => data.has(path)),
        parameters: parametersOf(stage),
        metrics: await metricsOf(git, numbers, { blobs, placeOf }),
      });
    }
  }
  for (const { path, blob } of files.filter(isPipeline)) {
    const { artifacts } = readPipeline(await git.read(blob), placeOf(path));
    for (const [name, { path: where, type, desc }] of Object.entries(artifacts)) {
      const found = data.get(posix.join(posix.dirname(path), where));
      if (type === 'model' && found !== undefined) models.push({ name, description: desc, data: found });
    }
  }
  return { commit, data: [...data.values()], executions, models };
}

function presentOf(entries: readonly Entry[], directory: string): Data[] {
  return entries.map((each) => dataOf(each, directory)).filter((found) => found !== undefined);
}

function dataOf(entry: Entry, directory: string, source?: Entry): Data | undefined {
  const { md5, etag, checksum, size, nfiles } = entry;
  const digest = md5 !== undefined ? `dvc-md5:${md5}` : (etag ?? checksum) && `dvc-etag:${etag ?? checksum}`;
  if (digest === undefined) return undefined;
  const from =
    source?.repo === undefined
      ? undefined
      : { repository: source.repo.url, path: source.path, commit: source.repo.rev_lock };
  return { path: posix.join(directory, entry.path), digest, bytes: size, files: nfiles, from };
}

/** As DVC's own run cache: what was executed, with what, and what came of it; not how large that is. */
function keyOf({ cmd, deps, outs, params }: LockedStage): string {
  const short = (entries: readonly Entry[]) =>
    entries.map(({ path, md5, etag, checksum }) => [path, md5 ?? etag ?? checksum]);
  return createHash('sha256')
    .update(JSON.stringify([cmd, short(deps), short(outs), params]))
    .digest('hex');
}

function parametersOf({ params }: LockedStage): Map<string, string> {
  const values = new Map<string, string>();
  for (const given of Object.values(params))
    for (const [name, value] of Object.entries(given ?? {}))
      values.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return values;
}

/** The numbers in files of metrics that Git keeps, each under its path in the file: `eval.auc`. */
async function metricsOf(
  git: GitRepository,
  paths: readonly string[],
  { blobs, placeOf }: { readonly blobs: ReadonlyMap<string, string>; readonly placeOf: (path: string) => string },
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const collect = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'number') found.set(path.join('.'), value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key]);
  };
  for (const path of paths) {
    const blob = blobs.get(path);
    // JSON is YAML too. A file of another kind has no numbers that could be named.
    if (blob !== undefined && /\.(json|ya?ml)$/.test(path)) collect(parseYaml(await git.read(blob), placeOf(path)), []);
  }
  return found;
}
