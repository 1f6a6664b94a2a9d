import { readFile } from 'node:fs/promises';
import { packageFile } from './package-file.js';

/** The version that package.json names. */
export async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(packageFile('package.json'), 'utf8'));
  const { version } = manifest as { version: string };
  return version;
}
