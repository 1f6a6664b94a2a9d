import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { alone } from '../alone.js';

const run = promisify(execFile);
const QUICK = ['--quiet', '--disable-pip-version-check', '--no-compile', '--only-binary', ':all:'];

/** Whether there is a Python to test with, of that version or newer. Where CI is set it has to be there. */
export async function hasPython([major, minor]: readonly [number, number] = [3, 9]): Promise<boolean> {
  if (process.env.CI !== undefined) return true;
  return run('python3', ['-c', `import venv, pip, sys; assert sys.version_info >= (${major}, ${minor})`]).then(
    () => true,
    () => false,
  );
}

/** The path of a Python with these packages, each pinned, in an environment that is made once and kept between runs. */
export async function pythonIn(packages: readonly string[]): Promise<string> {
  const name = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 16);
  const place = join(tmpdir(), `headwater-python-${name}`);
  const python = join(place, 'bin/python');
  const isMade = () => existsSync(join(place, 'made'));
  if (!isMade()) await alone(`${place}.lock`, async () => void (isMade() || (await makeEnvironment(place, packages))));
  return python;
}

/** Runs programs in such a Python; gives what they print. */
export async function pythonWith(
  packages: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<(program: string, ...args: string[]) => Promise<string>> {
  const python = await pythonIn(packages);
  return async (program, ...args) => {
    const { stdout } = await run(python, ['-c', program, ...args], {
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, OPENLINEAGE_DISABLED: '', ...variables },
    });
    return stdout;
  };
}

/** Makes an environment with these packages, and what they need. */
async function makeEnvironment(place: string, packages: readonly string[]): Promise<void> {
  await mkdir(tmpdir(), { recursive: true });
  await rm(place, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', '--without-pip', place]);
  await run('python3', ['-m', 'pip', '--python', join(place, 'bin/python'), 'install', ...QUICK, ...packages], {
    maxBuffer: 16 * 1024 * 1024,
  });
  await writeFile(join(place, 'made.part'), packages.join('\n'));
  await rename(join(place, 'made.part'), join(place, 'made'));
}

/** Installs these packages into a folder, without what they need: for PYTHONPATH. */
export async function installIn(folder: string, packages: readonly string[]): Promise<void> {
  await run('python3', ['-m', 'pip', 'install', ...QUICK, '--no-deps', '--target', folder, ...packages]);
}
