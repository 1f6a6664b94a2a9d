import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { failedPrecondition } from '../../platform/errors.js';
import { formatOfFileName, type TableFormat } from '../../platform/tables/table-format.js';

/** A file with the content of a dataset version. */
export interface DatasetFile {
  readonly path: string;
  readonly format: TableFormat;
}

/**
 * The file that a dataset version lies in, for locations such as `file:///data/spine.parquet` below `directory`. Throws
 * FAILED_PRECONDITION where it can't be read here, or is no longer what its digest says.
 */
export async function datasetFile(version: DatasetVersion, directory: string): Promise<DatasetFile> {
  const { label } = version;
  if (!version.location.startsWith('file:')) {
    throw failedPrecondition(
      `${label} lies at ${version.location}, which Headwater does not read; it reads file: locations and its own training sets. Send the rows themselves instead.`,
      { found: version.location, expected: 'file:' },
    );
  }
  const path = await realpath(fileURLToPath(version.location)).catch(() => undefined);
  if (path === undefined)
    throw failedPrecondition(`${label} lies at ${version.location}, where there is no file that Headwater can read.`);
  if (relative(resolve(directory), path).startsWith(`..${sep}`)) {
    throw failedPrecondition(`${label} lies at ${version.location}, outside of ${directory} (DATASET_DIR).`, {
      found: version.location,
    });
  }
  await requireDigest(version, path);
  return { path, format: formatOfFileName(path) };
}

/** Digests other than SHA-256 are taken on trust. */
async function requireDigest({ label, digest }: DatasetVersion, path: string): Promise<void> {
  const [, expected] = /^sha256:([0-9a-f]{64})$/i.exec(digest) ?? [];
  if (expected === undefined) return;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const found = hash.digest('hex');
  if (found === expected.toLowerCase()) return;
  throw failedPrecondition(
    `The file of ${label} has changed since it was registered: its digest is sha256:${found}, not ${digest}. Register it as a new version.`,
    { expected: digest, found: `sha256:${found}` },
  );
}
