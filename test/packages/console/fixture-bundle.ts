import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { alone } from '../../support/alone.js';
import { casesOf } from '../../support/cases.js';
import { runDirectory } from '../../support/data-directory.js';

const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));

/** What the tabs of the bundle are called, in the order of their files. */
export const TABS = [
  'WhatProducedTheLiveModel',
  'WhatBreaksIfThisChanges',
  'CompareTwoRuns',
  'ReadOnlineFeatures',
  'BuildATrainingSet',
  'PublishAFeatureSet',
  'FreezeADataset',
  'SearchTheGraph',
  'PromoteAModel',
];

/** A file per tab, written in reverse so that only their names can bring the tabs into order. */
const OPERATIONS: Readonly<Record<string, string>> = Object.fromEntries([
  ['1-live-model.variables.json', '{"project":"harbour"}'],
  ['2-live-model.variables.json', '{"keys":[{"airport":"SEA"}],"among":{"text":"delay"}}'],
  ['3-live-model.variables.json', '{"keys":{"airport":["SEA"]},"among":{"text":"a","keys":[1,{"b":null}]}}'],
  ...TABS.map((name, index) => [`${index + 1}-live-model.graphql`, operation(name)]).reverse(),
]);

function operation(name: string): string {
  const asked = '$project: String! = "flights", $keys: Keys, $among: Among';
  return `query ${name}(${asked}) {\n  liveModel(project: $project, keys: $keys, among: $among) {\n    name\n    project\n  }\n}\n`;
}

export interface FixtureBundle {
  /** Holds index.html and assets/. */
  readonly directory: string;
  /** What the build printed; nothing, when all is well. */
  readonly output: string;
}

/**
 * The console, built from its sources over operations of these tests, away from the checkout's own bundle: once per run of the tests, by whoever needs it
 * first, and gone with the databases.
 */
export async function fixtureBundle(): Promise<FixtureBundle> {
  const kept = join(runDirectory(), 'console');
  return alone(`${kept}.lock`, async () => {
    if (!existsSync(kept)) await buildAt(kept);
    return { directory: join(kept, 'dist/console'), output: await readFile(join(kept, 'output'), 'utf8') };
  });
}

async function buildAt(kept: string): Promise<void> {
  const copy = await mkdtemp(`${kept}-`);
  await copySources(copy);
  await mkdir(join(copy, 'schema/operations'), { recursive: true });
  for (const [name, text] of Object.entries(OPERATIONS)) {
    await writeFile(join(copy, 'schema/operations', name), text);
  }
  await writeFile(join(copy, 'output'), await build(copy));
  await rename(copy, kept);
}

async function copySources(copy: string): Promise<void> {
  for (const path of ['packages/console', 'tsconfig.json', 'package.json']) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await cp(join(CHECKOUT, path), join(copy, path), { recursive: true });
  }
  await symlink(join(CHECKOUT, 'node_modules'), join(copy, 'node_modules'));
}

async function build(copy: string): Promise<string> {
  const vite = join(CHECKOUT, 'node_modules/vite/bin/vite.js');
  const config = ['--config', 'packages/console/vite.config.ts', '--configLoader', 'runner', '-l', 'warn'];
  // To make it small takes longer than all else, and changes nothing that is looked at here.
  const size = casesOf(['--minify', 'false'], []);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [vite, 'build', ...config, ...size], {
    cwd: copy,
    // Jest's NODE_ENV=test would bundle React's development build; its NODE_OPTIONS mean nothing to Vite.
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
  });
  return stdout + stderr;
}
