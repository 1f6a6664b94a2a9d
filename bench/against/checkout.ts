import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('../../', import.meta.url));

/** A commit, built in a folder of its own. */
export interface Checkout {
  /** The first digits of its hash. */
  readonly commit: string;
  /** Its compiled `main.js`. */
  readonly main: string;
}

/** Builds a commit below `directory`, where it stays for the next time. Throws when the commit is not known here. */
export function checkOut(revision: string, directory: string): Checkout {
  const hash = run(
    'git',
    ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`],
    HERE,
    `There is no commit "${revision}" in this repository.`,
  ).trim();
  const commit = hash.slice(0, 10);
  const folder = join(directory, commit);
  const built = findMain(folder);
  if (built !== undefined) return { commit, main: built };
  if (!existsSync(folder)) {
    run('git', ['clone', '--quiet', '--no-checkout', HERE, folder], HERE);
    run('git', ['checkout', '--quiet', hash], folder);
  }
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], folder);
  run('npm', ['run', '-s', 'build:server'], folder);
  const main = findMain(folder);
  if (main === undefined) throw new Error(`${commit} builds no main.js that is known here.`);
  return { commit, main };
}

/** Commits before the service was bundled have their program elsewhere. */
function findMain(folder: string): string | undefined {
  return ['dist/main.js', 'dist/src/main.js'].map((path) => join(folder, path)).find((path) => existsSync(path));
}

function run(program: string, args: readonly string[], cwd: string, problem?: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(problem ?? `${program} ${args.join(' ')} failed: ${(error as { stderr?: string }).stderr}`);
  }
}
