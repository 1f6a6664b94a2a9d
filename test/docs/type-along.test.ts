import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKOUT } from '../architecture/source-files.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';
import { startAppWithDemo } from '../support/service/app-with-demo.js';
import { shellBlocks, withoutChance } from './shell-blocks.js';

const HERE = 'http://127.0.0.1:4000';
let app: AppUnderTest;
let url: string;
let folder: string;

beforeAll(async () => {
  app = await startAppWithDemo();
  url = await app.listen();
  folder = await mkdtemp(join(tmpdir(), 'headwater-type-along-'));
  await symlink(join(CHECKOUT, 'examples'), join(folder, 'examples'));
  await mkdir(join(folder, 'bin'));
  const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${CHECKOUT}dist/main.js" "$@"\n`;
  await writeFile(join(folder, 'bin/npx'), npx, { mode: 0o755 });
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

/** Types the lines into a shell; what they print. `npx headwater` is the program as it was built for the tests. */
async function type(commands: string): Promise<string> {
  const env = { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, HEADWATER_URL: url, NODE_OPTIONS: '' };
  const script = `set -e\n${commands.replaceAll(HERE, url)}`;
  return (await promisify(execFile)('bash', ['-c', script], { cwd: folder, env })).stdout;
}

describe('what can be typed along beside the demo', () => {
  it('prints in the README what it says', async () => {
    const asked = (await shellBlocks('README.md')).filter(({ commands }) => commands.includes(HERE));

    expect(asked).toHaveLength(1);
    for (const { commands, output } of asked)
      expect(JSON.parse(withoutChance(await type(commands)))).toEqual(JSON.parse(withoutChance(output)));
  });

  it('prints in the guide what it says', async () => {
    const blocks = await shellBlocks('docs/guide.md');

    expect(blocks.length).toBeGreaterThan(1);
    for (const { commands, output } of blocks) {
      const printed = withoutChance(await type(commands)).split('\n');
      const wanted = withoutChance(output).split('\n');
      // Between them stands how far it has come.
      expect(printed.filter((line) => wanted.includes(line))).toEqual(wanted);
    }
  });

  it('has every file that a command takes, and names every example', async () => {
    const examples = await readdir(join(CHECKOUT, 'examples'), { withFileTypes: true });
    const pages = ['README.md', 'docs/guide.md'].map((page) => readFile(CHECKOUT + page, 'utf8'));
    const overview = await readFile(join(CHECKOUT, 'examples/README.md'), 'utf8');
    const taken = [...(await Promise.all(pages)).join().matchAll(/examples\/([\w-]+\.(?!md)\w+)/g)].map(
      ([, name]) => name,
    );

    const files = examples.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect([...new Set(taken), 'README.md'].toSorted()).toEqual(files.toSorted());
    for (const { name } of examples.filter((entry) => entry.isDirectory())) expect(overview).toContain(`](${name}`);
  });
});

describe('the pages', () => {
  it('link only to what is there', async () => {
    const docs = (await readdir(join(CHECKOUT, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md'));
    const examples = await readdir(join(CHECKOUT, 'examples'), { recursive: true });
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...docs.map((name) => `docs/${name}`),
      ...examples.filter((name) => name.endsWith('.md')).map((name) => `examples/${name}`),
    ];
    const broken: string[] = [];
    for (const page of pages)
      for (const [, link = ''] of (await readFile(CHECKOUT + page, 'utf8')).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
        if (!existsSync(join(CHECKOUT, dirname(page), link))) broken.push(`${page}: ${link}`);

    expect(broken).toEqual([]);
  });
});
