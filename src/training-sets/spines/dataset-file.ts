import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { failedPrecondition } from '../../platform/errors.js';
import { formatOfFileName, type TableFormat } from '../../tables/table-format.js';
import { type OpenedFile, openBelow } from './open-below.js';
import type { SpineFile } from './spine-file.js';

/** An open file with the content of a dataset version, as large as it was when it was opened. Somebody has to close it. */
export class DatasetFile implements SpineFile {
  readonly format: TableFormat;
  private digest: string | undefined;

  constructor(
    private readonly label: string,
    private readonly file: OpenedFile,
    private readonly size: number,
    /** Called again and again while it is read; what it throws ends the reading. */
    private readonly beat: () => Promise<void>,
  ) {
    this.format = formatOfFileName(file.path);
  }

  /** All of its bytes. Throws FAILED_PRECONDITION at the end if they are not those of the reading before. */
  async *read(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for await (const chunk of this.stream()) {
      hash.update(chunk as Buffer);
      await this.beat();
      yield chunk as Buffer;
    }
    const digest = hash.digest('hex');
    this.digest ??= digest;
    if (digest !== this.digest)
      throw failedPrecondition(`The file of ${this.label} changed while it was read; try again when nobody writes it.`);
  }

  /** Digests other than SHA-256 are taken on trust. */
  async requireDigest(digest: string): Promise<void> {
    const [, expected] = /^sha256:([0-9a-f]{64})$/i.exec(digest) ?? [];
    if (expected === undefined) return;
    for await (const _ of this.read());
    if (this.digest === expected.toLowerCase()) return;
    throw failedPrecondition(
      `The file of ${this.label} has changed since it was registered: its digest is sha256:${this.digest}, not ${digest}. Register it as a new version.`,
      { expected: digest, found: `sha256:${this.digest}` },
    );
  }

  close(): Promise<void> {
    return this.file.handle.close();
  }

  private stream(): Readable {
    if (this.size === 0) return Readable.from([]);
    return this.file.handle.createReadStream({ start: 0, end: this.size - 1, autoClose: false });
  }
}

/**
 * Opens the file that a dataset version lies in, for locations such as `file:///data/spine.parquet` below `directory`; undefined: none may be
 * read. Throws FAILED_PRECONDITION where it can't be read here, or is no longer what its digest says.
 */
export async function openDatasetFile(
  version: DatasetVersion,
  directory: string | undefined,
  beat: () => Promise<void>,
): Promise<DatasetFile> {
  const { label, location } = version;
  const path = requirePath(version);
  if (directory === undefined) {
    throw failedPrecondition(
      `${label} lies at ${location}, and files are not read here: DATASET_DIR, the directory below which they may be, is not set. Send the rows themselves instead.`,
      { found: location, expected: 'DATASET_DIR' },
    );
  }
  const opened = await openBelow(directory, path);
  if (typeof opened === 'string') {
    const where = {
      outside: `outside of ${directory} (DATASET_DIR), the only place where files are read`,
      absent: 'where there is no file that Headwater can read',
      'no regular file': 'which is no regular file',
    };
    throw failedPrecondition(`${label} lies at ${location}, ${where[opened]}.`, { found: location });
  }
  try {
    const { size } = await opened.handle.stat();
    const file = new DatasetFile(label, opened, size, beat);
    await file.requireDigest(version.digest);
    return file;
  } catch (error) {
    await opened.handle.close();
    throw error;
  }
}

function requirePath({ label, location }: DatasetVersion): string {
  if (!isFileLocation(location)) {
    throw failedPrecondition(
      `${label} lies at ${location}, which Headwater does not read; it reads file: locations and its own training sets. Send the rows themselves instead.`,
      { found: location, expected: 'file:' },
    );
  }
  const path = pathOf(location);
  if (path !== undefined) return path;
  throw failedPrecondition(
    `${label} lies at ${location}, which names no file of this machine; a location is like file:///data/spine.parquet.`,
    { found: location, expected: 'file:///' },
  );
}

/** The path that a file URI names; undefined for a relative one, another host, an escaped slash or zero character. */
function pathOf(location: string): string | undefined {
  if (!/^file:(\/\/(localhost)?)?\/(?!\/)/i.test(location)) return undefined;
  try {
    const path = fileURLToPath(new URL(location));
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

export function isFileLocation(location: string): boolean {
  return /^file:/i.test(location);
}
