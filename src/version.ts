import { readFile } from 'node:fs/promises';

/** The version that package.json names. This file is in `dist/src/` when it runs. */
export async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const { version } = manifest as { version: string };
  return version;
}
