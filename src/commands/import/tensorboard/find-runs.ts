import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';

/** A directory with event files, which TensorBoard takes for a run. */
export interface LoggedRun {
  /** Relative to the log directory, with forward slashes; the name of that where the files lie in it. */
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
    .map(([path, files]) => ({ name: nameOf(directory, path), files: files.toSorted() }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function nameOf(directory: string, path: string): string {
  const name = relative(directory, path).split(sep).join('/');
  return name === '' ? basename(join(dirname(path), basename(path))) : name;
}
