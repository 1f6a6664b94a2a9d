import type { Caller } from '../../../graph/nodes/caller.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { findPlace } from '../artifacts/artifact-place.js';
import type { LoggedModelRow } from '../logged-models/logged-model.sql.js';
import { findLoggedModel } from '../logged-models/logged-model-answer.js';
import { runIdOfUuid, uuidOfModelId, uuidOfRunId } from '../protocol/ids.js';
import { RUN_ID } from '../protocol/kept-words.js';
import { invalid, MlflowError } from '../protocol/mlflow-error.js';
import { findRunInfo, type RunInfoRow } from '../runs/run.sql.js';
import { runInfo } from '../runs/run-answer.js';
import { findAliasedRow, findVersionRow, type VersionRow } from './model.sql.js';
import { findModel } from './model-answer.js';

/** What a new version is made from. */
export interface VersionSource {
  /** As it is kept: a URI. */
  readonly uri: string;
  readonly run: RunInfoRow | undefined;
  /** The run as it was given, where there is no such run: MLflow takes any. */
  readonly unknownRun: string | undefined;
  readonly model: LoggedModelRow | undefined;
  readonly version: VersionRow | undefined;
  /** Whose files they are, where we keep them, and in which folder. */
  readonly files: { readonly nodeId: string; readonly folder: string } | undefined;
}

export interface GivenSource {
  readonly source: string;
  readonly run_id: string | undefined;
  readonly model_id: string | undefined;
}

const LOGGED = /^models:\/+(m-[0-9a-f]{32})(?:\/(.*))?$/;
const REGISTERED = /^models:\/+([^/@]+)(?:\/(\d{1,9})|@([\w.-]+))$/;
const RUNS = /^runs:\/+([\w-]+)\/(.+)$/;

/** Finds what a source means. Throws INVALID_PARAMETER_VALUE for one that leads elsewhere than the run or model that is named with it. */
export async function findSource(db: Queryable, caller: Caller, given: GivenSource): Promise<VersionSource> {
  const { source } = given;
  refuseRelative(source);
  const [, name = '', number, alias] = REGISTERED.exec(source) ?? [];
  const version = name === '' ? undefined : await referredVersion(db, caller, name, number, alias);
  const modelId = given.model_id || LOGGED.exec(source)?.[1];
  const model = modelId ? await orInvalid(source, 'model_id', findLoggedModel(db, caller, modelId)) : undefined;
  const runId = given.run_id || (model?.sourceRunId ?? version?.runId ?? undefined);
  const run = runId ? await findKnownRun(db, caller, runIdOfUuid(runId)) : undefined;
  const unknownRun = run === undefined ? given.run_id || version?.tags[RUN_ID] : undefined;
  const uri = version === undefined ? source : `models:/${version.name}/${version.version}`;
  return { uri, run, unknownRun, model, version, files: filesOf(source, { run, unknownRun, model }) };
}

async function referredVersion(
  db: Queryable,
  caller: Caller,
  name: string,
  number?: string,
  alias?: string,
): Promise<VersionRow> {
  const { id } = await findModel(db, caller, name);
  const row =
    number === undefined ? await findAliasedRow(db, id, alias ?? '') : await findVersionRow(db, id, Number(number));
  if (row !== undefined) return row;
  throw invalid(`Invalid model version source: model '${name}' has no version ${number ?? alias ?? ''}.`);
}

async function findKnownRun(db: Queryable, caller: Caller, runId: string): Promise<RunInfoRow | undefined> {
  const uuid = uuidOfRunId(runId);
  return uuid === undefined ? undefined : findRunInfo(db, caller.project, uuid);
}

async function orInvalid<T>(source: string, parameter: string, found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (error) {
    throw error instanceof MlflowError ? mustContain(source, parameter) : error;
  }
}

function mustContain(source: string, parameter: string): Error {
  return invalid(
    `Invalid model version source: '${shown(source)}'. The ${parameter} request parameter must identify the resource that contains the source.`,
  );
}

/** The files that a source names. A path that is ours has to lie among those of the run or model that is named with it. */
function filesOf(
  source: string,
  { run, unknownRun, model }: Pick<VersionSource, 'run' | 'unknownRun' | 'model'>,
): VersionSource['files'] {
  if (isLocal(source)) {
    throw invalid(
      `Invalid model version source: '${shown(source)}'. To use a local path as a model version source, the run_id request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the run_id.`,
    );
  }
  const [, loggedId, folder = ''] = LOGGED.exec(source) ?? [];
  if (loggedId !== undefined) {
    if (model === undefined || uuidOfModelId(loggedId) !== model.id) throw mustContain(source, 'model_id');
    return { nodeId: model.id, folder };
  }
  const [, runId, path = ''] = RUNS.exec(source) ?? [];
  if (source.startsWith('runs:')) {
    if (runId === undefined || runId !== (run === undefined ? unknownRun : runIdOfUuid(run.id)))
      throw mustContain(source, 'run_id');
    return run === undefined ? undefined : { nodeId: run.id, folder: path };
  }
  if (!source.startsWith('mlflow-artifacts:')) return undefined;
  const root = model?.artifactRoot ?? (run && runInfo(run).artifact_uri);
  if (root === undefined || (source !== root && !source.startsWith(`${root}/`)))
    throw mustContain(source, model === undefined ? 'run_id' : 'model_id');
  const nodeId = model?.id ?? run?.id;
  return nodeId === undefined ? undefined : { nodeId, folder: findPlace(source)?.path ?? '' };
}

function isLocal(source: string): boolean {
  const [, scheme] = /^([a-z][a-z0-9+.-]+):/i.exec(source) ?? [];
  return scheme === undefined || scheme.toLowerCase() === 'file';
}

/** Whatever is encoded, and however often, it must not step out of a directory. */
function refuseRelative(source: string): void {
  let plain = source;
  for (let round = 0; round < 5; round++) {
    if (plain.split(/[/\\]/).includes('..') || plain.includes('\0')) {
      throw invalid(
        `Invalid model version source: '${shown(source)}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
      );
    }
    const next = decoded(plain);
    if (next === plain) return;
    plain = next;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function shown(source: string): string {
  return source.slice(0, 500);
}

/** Where the files of a version are, whatever its source calls them. */
export async function downloadUri(db: Queryable, caller: Caller, source: string, deepest = 10): Promise<string> {
  const [, loggedId] = LOGGED.exec(source) ?? [];
  if (loggedId !== undefined) return (await findLoggedModel(db, caller, loggedId, true)).artifactRoot;
  const [, name, number, alias] = REGISTERED.exec(source) ?? [];
  if (name === undefined || deepest === 0) return source;
  return downloadUri(db, caller, (await referredVersion(db, caller, name, number, alias)).source, deepest - 1);
}
