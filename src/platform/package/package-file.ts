import { existsSync } from 'node:fs';

/** A file of this package by its path from package.json, whether the code that asks stands among the sources or was bundled. */
export function packageFile(path: string): URL {
  let directory = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', directory))) directory = new URL('../', directory);
  return new URL(path, directory);
}
