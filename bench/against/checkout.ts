import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('../../../', import.meta.url));

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
  const main = join(folder, 'dist/src/main.js');
  if (existsSync(main)) return { commit, main };
  if (!existsSync(folder)) {
    run('git', ['clone', '--quiet', '--no-checkout', HERE, folder], HERE);
    run('git', ['checkout', '--quiet', hash], folder);
  }
  installPackages(folder);
  run('npm', ['run', '-s', 'build:server'], folder);
  return { commit, main };
}

/** The packages of this checkout serve where the lock file is the same. */
function installPackages(folder: string): void {
  const packages = join(folder, 'node_modules');
  if (existsSync(packages)) return;
  const lock = (checkout: string) => readFileSync(join(checkout, 'package-lock.json'), 'utf8');
  if (lock(folder) === lock(HERE)) symlinkSync(join(HERE, 'node_modules'), packages);
  else run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
}

function run(program: string, args: readonly string[], cwd: string, problem?: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(problem ?? `${program} ${args.join(' ')} failed: ${(error as { stderr?: string }).stderr}`);
  }
}
