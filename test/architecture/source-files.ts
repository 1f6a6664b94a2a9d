import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** Relative to the checkout, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The TypeScript files below some directories of the checkout; a directory that is not there has none. */
export function readSourceFiles(...directories: readonly string[]): Promise<SourceFile[]> {
  return filesBelow(directories, /\.tsx?$/);
}

/** The Python files below some directories, without those that ariadne-codegen writes. */
export async function readPythonFiles(...directories: readonly string[]): Promise<SourceFile[]> {
  const files = await filesBelow(directories, /\.py$/);
  return files.filter(({ path }) => !path.startsWith('clients/python/src/headwater/wire/'));
}

async function filesBelow(directories: readonly string[], ending: RegExp): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const directory of directories) {
    const entries = await readdir(CHECKOUT + directory, { recursive: true }).catch(() => []);
    for (const entry of entries.toSorted()) {
      if (!ending.test(entry)) continue;
      const path = `${directory}/${entry}`;
      files.push({ path, text: await readFile(CHECKOUT + path, 'utf8') });
    }
  }
  return files;
}
