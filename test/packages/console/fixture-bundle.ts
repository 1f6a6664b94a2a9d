import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));

export interface FixtureBundle {
  /** Holds index.html and assets/. */
  readonly directory: string;
  /** What the build printed; nothing, when all is well. */
  readonly output: string;
  remove(): Promise<void>;
}

/** Builds the console from its sources over the given `schema/operations`, away from the checkout's own bundle. */
export async function buildFixtureBundle(operations: Record<string, string>): Promise<FixtureBundle> {
  const copy = await mkdtemp(join(tmpdir(), 'headwater-console-'));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    await copySources(copy);
    await mkdir(join(copy, 'schema/operations'), { recursive: true });
    for (const [name, text] of Object.entries(operations)) {
      await writeFile(join(copy, 'schema/operations', name), text);
    }
    return { directory: join(copy, 'dist/console'), output: await build(copy), remove };
  } catch (error) {
    await remove();
    throw error;
  }
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
  const config = ['--config', 'packages/console/vite.config.ts', '--configLoader', 'runner'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [vite, 'build', ...config, '-l', 'warn'], {
    cwd: copy,
    // Jest's NODE_ENV=test would bundle React's development build; its NODE_OPTIONS mean nothing to Vite.
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
  });
  return stdout + stderr;
}
