import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { packageFile } from '../../platform/package/package-file.js';

/** The flights, what trains a model on them, and where it is what time: more than a service should carry along. */
const NEEDED = ['vega-datasets', 'ml-matrix', '@photostructure/tz-lookup'];

/** Throws with the command that installs what the demo needs, where it isn't. */
export async function requireSampleData(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  const missing = NEEDED.filter((name) => {
    try {
      return resolve(name) === '';
    } catch {
      return true;
    }
  });
  if (missing.length === 0) return;
  const manifest: unknown = JSON.parse(await readFile(packageFile('package.json'), 'utf8'));
  const { devDependencies } = manifest as { devDependencies: Readonly<Record<string, string>> };
  const packages = missing.map((name) => `${name}@${devDependencies[name]}`).join(' ');
  throw new Error(`The sample data is not installed: npm install ${packages.replaceAll('^', '')}`);
}
