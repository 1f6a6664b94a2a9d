import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKOUT, readSourceFiles } from './source-files.js';

const run = promisify(execFile);

/** The violations that `npm run check:architecture` would show of these files and what they import, as `rule: from → to`. */
async function violations(directory: string, files: readonly string[]): Promise<string[]> {
  const program = join(CHECKOUT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, '--config', '.dependency-cruiser.js', '--output-type', 'json', ...files];
  const options = { cwd: directory, maxBuffer: 64 * 1024 * 1024 };
  const output = await run(process.execPath, args, options).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(output.stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

describe('the rooms import only from their left, without cycles', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'headwater-architecture-'));
    for (const name of ['src', 'migrations', 'packages', 'package.json', '.dependency-cruiser.js']) {
      await cp(join(CHECKOUT, name), join(directory, name), { recursive: true });
    }
    await linkPackages(directory);
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('and whatever does not is found', async () => {
    // A parser that understands nothing would find nothing either.
    const added: string[] = [];
    const add = async (path: string, text: string) => {
      added.push(path);
      await writeFile(join(directory, path), text);
    };
    await add('src/graph/looks-right.ts', "export type { Dataset } from '../datasets/dataset.entity.js';\n");
    await add('src/platform/looks-up.ts', "export { readConfig } from '../config.js';\n");
    await add(
      'packages/client/src/knows.ts',
      "export { NodeKind } from '../../../src/graph/nodes/kinds/node-kind.js';\n",
    );
    await add(
      'src/reaches-in.ts',
      "export { findBinaries } from '../packages/embedded-postgres/src/cluster/binaries.js';\n",
    );
    await add('src/demo/cheats.ts', "export { readTags } from '../graph/nodes/tag.js';\n");
    await add('src/graph/ring-a.ts', "import { b } from './ring-b.js';\n\nexport const a = (): unknown => b;\n");
    await add('src/graph/ring-b.ts', "import { a } from './ring-a.js';\n\nexport const b = (): unknown => a;\n");
    await mkdir(join(directory, 'src/graph/cellar'));
    await add('src/graph/cellar/hidden.ts', "export { readTags } from '../nodes/tag.js';\n");
    await add('src/attic.ts', 'export const dust = 1;\n');
    await add('src/graph/climbs.ts', "export { dust } from '../attic.js';\n");
    await add('src/graph/borrows.ts', "export { assert } from 'fast-check';\n");

    const found = await violations(directory, added);

    expect(found.map((violation) => violation.replace(/ → .*/, '')).toSorted()).toEqual([
      'demo-uses-the-public-api: src/demo/cheats.ts',
      'graph-imports-only-from-its-left: src/graph/looks-right.ts',
      'no-cycles: src/graph/ring-a.ts',
      'no-development-packages-in-the-service: src/graph/borrows.ts',
      'no-imports-from-unknown-rooms: src/graph/climbs.ts',
      'no-unknown-rooms: src/graph/cellar/hidden.ts',
      'no-unknown-rooms: src/reaches-in.ts',
      'packages-are-taken-by-their-name: src/reaches-in.ts',
      'packages-know-nothing-of-the-service: packages/client/src/knows.ts',
      'platform-imports-only-from-its-left: src/platform/looks-up.ts',
    ]);
  });
});

/** What npm installs is that of this checkout; the packages of the house are the copy's own. */
async function linkPackages(directory: string): Promise<void> {
  await mkdir(join(directory, 'node_modules'));
  for (const name of await readdir(join(CHECKOUT, 'node_modules'))) {
    const target = name === '@headwater' ? join(directory, 'packages') : join(CHECKOUT, 'node_modules', name);
    await symlink(target, join(directory, 'node_modules', name));
  }
}

describe('the pages of the console', () => {
  it('import nothing of the service, of which they are clients', async () => {
    const files = await readSourceFiles('packages/console/app');
    const outside = files.flatMap(({ path, text }) =>
      [...text.matchAll(/(?:from|import) '(\.\.\/[^']*)'/g)]
        .filter(([, imported = '']) => !join(path, '..', imported).startsWith('packages/console/app/'))
        .map(([, imported]) => `${path} → ${imported}`),
    );

    expect(files.length).toBeGreaterThan(0);
    expect(outside).toEqual([]);
  });
});
