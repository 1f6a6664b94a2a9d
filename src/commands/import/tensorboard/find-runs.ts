import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';

/** A directory with event files, which TensorBoard takes for a run. */
export interface LoggedRun {
  /** Relative to the log directory, with forward slashes; empty where the files lie in it. */
  readonly path: string;
  /** Its path; the name of the log directory where that is empty. */
  readonly name: string;
  /** In the order of their names, which begin with the time at which they were begun. */
  readonly files: readonly string[];
}

/** The runs below a log directory. Throws where there is none. */
export async function findRuns(directory: string): Promise<LoggedRun[]> {
  if (!(await stat(directory)).isDirectory()) throw new Error(`${directory} is a file; name the log directory.`);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const byDirectory = new Map<string, string[]>();
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.includes('tfevents')) continue;
    const files = byDirectory.get(entry.parentPath) ?? [];
    byDirectory.set(entry.parentPath, [...files, join(entry.parentPath, entry.name)]);
  }
  return [...byDirectory]
    .map(([folder, files]) => {
      const path = relative(directory, folder).split(sep).join('/');
      return { path, name: path || basename(resolve(folder)), files: files.toSorted() };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
