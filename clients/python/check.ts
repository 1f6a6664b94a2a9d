import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CLIENT_PACKAGES } from '../../test/clients/python/client-packages.ts';
import { hasPython, pythonIn } from '../../test/support/foreign/python.ts';

/** What can be said of the package without running it: that it is what the schema says, that its types hold, and that it reads alike. */
const PACKAGE = fileURLToPath(new URL('.', import.meta.url));
/** The package, and the examples that use it. */
const RUFF = ['--no-cache', '--config', 'pyproject.toml', '.', '../../examples', '../../test/examples'];
const CHECKS = [
  ['generate.py', '--check'],
  ['-m', 'mypy', '--cache-dir', join(tmpdir(), 'headwater-mypy')],
  ['-m', 'ruff', 'check', ...RUFF],
  ['-m', 'ruff', 'format', '--check', ...RUFF],
];

const run = promisify(execFile);

/** What was found wrong, as the program says it. */
async function complaint(python: string, args: readonly string[]): Promise<string | undefined> {
  return run(python, args, { cwd: PACKAGE }).then(
    () => undefined,
    ({ stdout = '', stderr = '', message }: { stdout?: string; stderr?: string; message: string }) =>
      `python ${args.join(' ')}\n${`${stdout}${stderr}` || message}`,
  );
}

if (await hasPython([3, 10])) {
  const python = await pythonIn(CLIENT_PACKAGES);
  const found = (await Promise.all(CHECKS.map((args) => complaint(python, args)))).filter((text) => text !== undefined);
  for (const text of found) process.stderr.write(`${text}\n`);
  if (found.length > 0) process.exit(1);
} else {
  process.stderr.write('There is no python3 of 3.10 or newer here, so clients/python is not checked.\n');
}
