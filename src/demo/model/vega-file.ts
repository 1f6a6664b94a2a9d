import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

/** One data file of the npm package vega-datasets (BSD-3). */
export interface VegaFile {
  bytes: Buffer;
  path: string;
  /** Package URL with version and path: names these bytes for good, wherever the package is mirrored. */
  uri: string;
}

/**
 * Reads a data file of the installed vega-datasets. Resolved at run time, so that a server that never runs the demo needs no such package.
 * @param name file name inside the package's data folder, such as `flights-20k.json`
 */
export async function readVegaFile(name: string): Promise<VegaFile> {
  // The package exports nothing but its index, build/index.js: the data folder and the manifest stand beside that folder.
  const index = pathToFileURL(createRequire(import.meta.url).resolve('vega-datasets'));
  const manifest = z.object({ version: z.string() });
  const { version } = manifest.parse(JSON.parse(await readFile(new URL('../package.json', index), 'utf8')));
  const file = new URL(`../data/${name}`, index);
  const bytes = await readFile(file);
  return { bytes, path: fileURLToPath(file), uri: `pkg:npm/vega-datasets@${version}#data/${name}` };
}
