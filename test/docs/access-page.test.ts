import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { describeConfig } from '../../src/config.js';
import { CHECKOUT } from '../architecture/source-files.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { shellBlocks } from './blocks.js';

const HERE = 'http://127.0.0.1:4000';

let app: AppUnderTest;
let folder: string;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { ACCESS: 'required' } });
  folder = await mkdtemp(join(tmpdir(), 'headwater-access-page-'));
  await mkdir(join(folder, 'bin'));
  // What compose would start is here already; what it would run is the program as it was built for the tests.
  const docker = `#!/bin/sh\n[ "$2" = run ] || exit 0\nshift 5\nexec "${process.execPath}" "${CHECKOUT}dist/main.js" "$@"\n`;
  await writeFile(join(folder, 'bin/docker'), docker, { mode: 0o755 });
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

async function type(commands: string): Promise<string> {
  const env = {
    ...process.env,
    PATH: `${folder}/bin:${process.env.PATH}`,
    DATABASE_URL: app.databaseUrl,
    NODE_OPTIONS: '',
  };
  const script = `set -e\n${commands.replaceAll(HERE, await app.listen())}`;
  return (await promisify(execFile)('bash', ['-c', script], { cwd: folder, env })).stdout;
}

describe('docs/access.md', () => {
  it('can be typed along, and prints what it says', async () => {
    const blocks = await shellBlocks('docs/access.md');

    expect(blocks.length).toBeGreaterThan(4);
    for (const { commands, output } of blocks) {
      const printed = await type(commands);
      if (output !== '') expect(JSON.parse(printed)).toEqual(JSON.parse(output));
    }
    expect(await readFile(join(folder, 'owner.key'), 'utf8')).toMatch(/^hw_\w+_[\w-]+\n$/);
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe('ACCESS=required\n');
  }, 120_000);

  it('names settings that there are', async () => {
    const text = await readFile(`${CHECKOUT}docs/access.md`, 'utf8');
    const named = new Set([...text.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([name]) => name));
    const known = describeConfig();

    named.delete('HEADWATER_DATABASE_PASSWORD');
    for (const name of named) expect(known).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });
});

describe('docker-compose.yml', () => {
  it('sets nothing but settings, and is closed as soon as .env says so', async () => {
    const { services } = parse(await readFile(`${CHECKOUT}docker-compose.yml`, 'utf8'), { merge: true }) as {
      services: Record<string, { environment: Record<string, unknown>; ports?: string[]; env_file?: unknown }>;
    };
    const known = describeConfig();
    for (const name of ['migrate', 'headwater'])
      for (const setting of Object.keys(services[name]?.environment ?? {}))
        expect(known).toMatch(new RegExp(`^ {2}${setting} `, 'm'));

    expect(services.headwater?.environment.ACCESS).toMatch(/^\$\{ACCESS:-open\}$/);
    expect(services.headwater?.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:\$\{PORT:-4000\}:4000$/)]);
    expect(services.headwater?.env_file).toEqual([{ path: '.env', required: false }]);
  });
});
