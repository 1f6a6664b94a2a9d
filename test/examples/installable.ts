import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CHECKOUT } from '../architecture/source-files.js';

/** What a line asked of pip and is in none of the environments: extras that the client hasn't, packages that aren't there. */
export async function notInstalled(asked: readonly string[], pythons: readonly string[]): Promise<string[]> {
  const [extras, known] = [await extrasOfClient(), new Set((await Promise.all(pythons.map(installedIn))).flat())];
  return asked.flatMap((argument) => {
    const [, names] = /^\.\/clients\/python\[([\w,]+)\]$/.exec(argument) ?? [];
    if (names === undefined) return known.has(plain(argument)) ? [] : [argument];
    return names
      .split(',')
      .flatMap((name) => extras.get(name)?.filter((each) => !known.has(each)) ?? [`the extra ${name}`]);
  });
}

/** The packages that each extra of the client stands for. */
async function extrasOfClient(): Promise<Map<string, string[]>> {
  const text = await readFile(`${CHECKOUT}clients/python/pyproject.toml`, 'utf8');
  const [listed = ''] = text.split('[project.optional-dependencies]\n')[1]?.split('\n\n') ?? [];
  return new Map(
    listed.split('\n').map((line) => {
      const [, name = '', packages = ''] = /^(\w+) = \[(.*)\]$/.exec(line) ?? [];
      return [name, [...packages.matchAll(/"([\w.-]+)/g)].map(([, each = '']) => plain(each))];
    }),
  );
}

async function installedIn(python: string): Promise<string[]> {
  const library = join(dirname(python), '../lib');
  const [version = ''] = await readdir(library);
  const entries = await readdir(join(library, version, 'site-packages'));
  const found = entries.map((entry) => /^(.+)-[^-]+\.dist-info$/.exec(entry)?.[1] ?? '').map(plain);
  // The part of it that is a client alone.
  return found.includes('mlflow-skinny') ? [...found, 'mlflow'] : found;
}

const plain = (name: string) => name.toLowerCase().replace(/[_.]/g, '-');
