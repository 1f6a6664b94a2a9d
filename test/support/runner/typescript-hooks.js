import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import swcOptions from './swc-options.js';

const CACHE = new URL('../../../node_modules/.cache/headwater-typescript/', import.meta.url);
await mkdir(CACHE, { recursive: true });

/** Sources import `../x.js`, which is there only once they are compiled. */
export async function resolve(specifier, context, nextResolve) {
  if (specifier === '@jest/globals') return nextResolve(new URL('./jest-globals.js', import.meta.url).href, context);
  const source = sourceOf(specifier, context.parentURL);
  return source === undefined ? nextResolve(specifier, context) : { url: source, format: 'module', shortCircuit: true };
}

function sourceOf(specifier, parent) {
  if (!/^(\.{1,2}\/|file:).*\.js$/.test(specifier)) return undefined;
  const url = new URL(specifier.replace(/\.js$/, '.ts'), parent);
  return existsSync(url) ? url.href : undefined;
}

export async function load(url, context, nextLoad) {
  // The runner asks for each file of tests anew, with a query.
  const { pathname, href } = Object.assign(new URL(url), { search: '' });
  if (!pathname.endsWith('.ts')) return nextLoad(url, context);
  return { format: 'module', source: await compile(fileURLToPath(href)), shortCircuit: true };
}

/** Every process of the tests compiles the same files, so each text is compiled once. */
async function compile(filename) {
  const source = await readFile(filename, 'utf8');
  const digest = createHash('sha256')
    .update(JSON.stringify([filename, swcOptions, source]))
    .digest('hex');
  const kept = new URL(`${digest}.js`, CACHE);
  if (existsSync(kept)) return readFile(kept, 'utf8');
  const { transform } = await import('@swc/core');
  const { code } = await transform(source, { ...swcOptions, filename, sourceMaps: 'inline' });
  const draft = new URL(`${digest}.${process.pid}`, CACHE);
  await writeFile(draft, code);
  await rename(draft, kept);
  return code;
}
