import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { HeadwaterClient } from '@headwater/client';
import { formatOfFileName, type TableFormat } from '../../tables/table-format.js';
import type { SourceColumn } from '../../windows/sql/source-column.js';
import type { Progress } from '../client/progress.js';
import { FIND_DATASET_VERSION, REGISTER_DATASET_VERSION } from './documents.js';

/** A dataset version: how a service is asked for it, and people are told. */
export interface DatasetVersionRef {
  readonly id: string;
  readonly label: string;
}

/** The file that windows are computed from, and the dataset that it is a version of. */
export interface WindowSourceFile {
  readonly path: string;
  readonly format: TableFormat;
  readonly packed: boolean;
  /** What tells whether it is still the same. */
  readonly state: string;
  readonly sha256: string;
  readonly byteCount: number;
  readonly datasetName: string;
  /** undefined while the file may still have to be registered. */
  readonly version: DatasetVersionRef | undefined;
}

/** `--from`: a file, or else a dataset version whose file is here. */
export async function findSource(
  client: HeadwaterClient,
  { from, dataset }: { readonly from: string; readonly dataset?: string | undefined },
  progress: Progress,
): Promise<WindowSourceFile> {
  const file = await stat(from).catch(() => undefined);
  if (file?.isFile()) {
    const { name, ...read } = await readFileOnce(from, progress);
    return { ...read, datasetName: dataset ?? name, version: undefined };
  }
  if (file !== undefined || /[/\\]/.test(from) || ENDING.test(from)) throw new Error(`There is no file ${from}.`);
  if (dataset !== undefined)
    throw new Error('--dataset names what a file is a version of; --from names a version already.');
  const { datasetVersion } = await client.graphql(FIND_DATASET_VERSION, { ref: from });
  if (datasetVersion === null) throw new Error(`There is neither a file nor a dataset version ${from}.`);
  return findRegistered(datasetVersion, progress);
}

interface Registered extends DatasetVersionRef {
  readonly location: string;
  readonly digest: string;
  readonly dataset: { readonly name: string };
}

async function findRegistered(
  { id, label, location, digest, dataset }: Registered,
  progress: Progress,
): Promise<WindowSourceFile> {
  if (!location.startsWith('file:'))
    throw new Error(`${label} lies at ${location}; download it and say --from <file> --dataset ${dataset.name}.`);
  const path = fileURLToPath(location);
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) throw new Error(`${label} lies at ${location}, where no file is now.`);
  const { name: _, ...read } = await readFileOnce(path, progress);
  const { sha256 } = read;
  if (digest.startsWith('sha256:') && digest !== `sha256:${sha256}`)
    throw new Error(
      `The file at ${location} is not what ${label} was: its digest is sha256:${sha256}, that of ${label} ${digest}. Say --from ${path} to register it as a new version.`,
    );
  return { ...read, datasetName: dataset.name, version: { id, label } };
}

const ENDING = /\.(parquet|csv|ndjson|jsonl)(\.gz)?$/i;

async function readFileOnce(file: string, progress: Progress) {
  const [ending, format = 'parquet', gz] = ENDING.exec(file) ?? [''];
  if (gz !== undefined && format.toLowerCase() === 'parquet')
    throw new Error(`${file} is packed by gzip, which Parquet is not read from: unpack it.`);
  const state = await stateOf(file);
  const { size: byteCount } = await stat(file);
  const sha256 = await hash(file, byteCount, progress);
  return {
    name: basename(file)
      .slice(0, -ending.length || undefined)
      .replace(/\.[a-z]+$/i, ''),
    path: resolve(file),
    format: formatOfFileName(`file.${format}`),
    packed: gz !== undefined,
    state,
    sha256,
    byteCount,
  };
}

async function stateOf(file: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

/** Throws where the file is no more what it was when its digest was made: some of the rows could be others. */
export async function requireUnchanged({ path, state }: WindowSourceFile): Promise<void> {
  if ((await stateOf(path).catch(() => undefined)) === state) return;
  throw new Error(`${path} was changed while it was read. Nothing was written; start again once it is complete.`);
}

interface SourceFacts {
  readonly columns: readonly SourceColumn[];
  readonly rowCount: number;
  readonly override: { readonly reason: string } | undefined;
}

/** The dataset version, which is registered where it isn't. */
export async function registerSource(
  client: HeadwaterClient,
  source: WindowSourceFile,
  { columns, rowCount, override }: SourceFacts,
): Promise<DatasetVersionRef> {
  if (source.version !== undefined) return source.version;
  const { registerDatasetVersion } = await client.graphql(REGISTER_DATASET_VERSION, {
    input: {
      dataset: source.datasetName,
      location: pathToFileURL(source.path).href,
      digest: `sha256:${source.sha256}`,
      byteCount: source.byteCount,
      rowCount,
      columns: columns.map(({ name, nativeType, type }) => ({ name, nativeType, type: type ?? otherType(nativeType) })),
      override,
    },
  });
  return registerDatasetVersion.datasetVersion;
}

/** Of columns that windows can't read. */
function otherType(nativeType: string): 'BYTES' | 'STRING' | 'JSON' {
  if (nativeType === 'BLOB') return 'BYTES';
  return /^(STRUCT|MAP|UNION)\(|\[\d*\]$|^(JSON|VARIANT)$/.test(nativeType) ? 'JSON' : 'STRING';
}

async function hash(path: string, size: number, progress: Progress): Promise<string> {
  const digest = createHash('sha256');
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    digest.update(chunk);
    read += chunk.length;
    progress.show(`Reading ${basename(path)}`, read, size);
  }
  return digest.digest('hex');
}
