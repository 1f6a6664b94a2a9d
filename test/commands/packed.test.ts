import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKOUT } from '../architecture/source-files.js';
import { casesOf } from '../support/cases.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { type HeadwaterProcess, startHeadwater } from '../support/service/headwater-process.js';

const run = promisify(execFile);
const INSTALL_MS = 200_000;
/** `LONG=1 npx jest test/commands/packed` has npm install it, with all that it asks for, from the registry. */
const isLong = casesOf(false, true);
let folder: string;
let program: string;
let database: TestDatabase;
let service: HeadwaterProcess | undefined;
/** Why it could not be installed, where the registry is out of reach. */
let unreachable: string | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-packed-'));
  database = await createTestDatabase();
  // The build has just been made for the tests; the scripts of this checkout would make it again.
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const tarball = (await run('npm', pack, { cwd: CHECKOUT })).stdout.trim();
  await (isLong ? installWithNpm(tarball) : installByHand(tarball));
  program = join(folder, 'node_modules/.bin/headwater');
});

afterAll(async () => {
  service?.signal('SIGTERM');
  await service?.exited;
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** As npm would, from what is installed here: the package itself, and beside it what it may ask for. */
async function installByHand(tarball: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  const own = join(modules, 'headwater');
  await mkdir(own, { recursive: true });
  await mkdir(join(modules, '.bin'));
  await run('tar', ['-xzf', join(folder, tarball), '-C', own, '--strip-components=1']);
  const { bin } = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as { bin: { headwater: string } };
  await chmod(join(own, bin.headwater), 0o755);
  await symlink(join('../headwater', bin.headwater), join(modules, '.bin/headwater'));
  const { packages } = JSON.parse(await readFile(join(CHECKOUT, 'package-lock.json'), 'utf8')) as Lock;
  for (const [path, { dev, optional, devOptional, link }] of Object.entries(packages)) {
    // What is nested is found where its package really is.
    if (!/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || (dev ?? optional ?? devOptional ?? link)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(CHECKOUT, path), join(folder, path));
  }
}

interface Lock {
  readonly packages: Readonly<Record<string, Readonly<Record<'dev' | 'optional' | 'devOptional' | 'link', true>>>>;
}

async function installWithNpm(tarball: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  // Tests have a PostgreSQL: the 60 MB of another one need not be fetched.
  const install = ['install', '--prefer-offline', '--omit=optional', '--no-audit', '--no-fund', `./${tarball}`];
  await run('npm', install, { cwd: folder, timeout: INSTALL_MS }).catch((error: { stderr: string }) => {
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED/.test(error.stderr)) throw error;
    unreachable = error.stderr;
  });
}

/** Not silently: whoever reads the output sees what was not looked at. */
function isInstalled(): boolean {
  if (unreachable !== undefined) process.stderr.write(`SKIPPED: the packages can't be fetched here: ${unreachable}\n`);
  return unreachable === undefined;
}

describe('the packed service, installed elsewhere', () => {
  it('says its version', async () => {
    if (!isInstalled()) return;

    expect((await run(program, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('serves lookups, pages and the description of its routes', async () => {
    if (!isInstalled()) return;
    service = startHeadwater(['serve'], { DATABASE_URL: database.url, PORT: '0' }, program);
    const url = await service.url();

    const [page, routes, graphql] = await Promise.all([
      fetch(url),
      fetch(`${url}/v1/openapi.yml`),
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query": "{ projects { name } }"}',
      }),
    ]);

    expect([page.status, routes.status]).toEqual([200, 200]);
    expect(await graphql.json()).toEqual({ data: { projects: [{ name: 'default' }] } });
  });

  it('says what the demo needs', async () => {
    if (!isInstalled()) return;
    const demo = startHeadwater(['demo'], { DATABASE_URL: database.url }, program);

    expect(await demo.exited).toBe(1);
    expect(demo.stderr()).toMatch(
      /The sample data is not installed: npm install vega-datasets@[\d.]+ ml-matrix@[\d.]+ @photostructure\/tz-lookup@[\d.]+\n/,
    );
  });
});
