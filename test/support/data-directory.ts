import { execFile } from 'node:child_process';
import { chmod, lstat, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The environment variable that tells the test workers where the pattern of data directories is. Set by global-setup.js. */
export const PATTERN_VARIABLE = 'HEADWATER_TEST_PATTERN';

/** A data directory as the service leaves it that has run on it once: migrated, without any record. A copy, for a first start takes ten times as long. */
export async function makeDataDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-data-'));
  const pattern = process.env[PATTERN_VARIABLE];
  if (pattern === undefined) throw new Error(`${PATTERN_VARIABLE} is not set: run the tests with \`npm test\`.`);
  // Where PostgreSQL's account can't reach the temporary directory, only a link is in it.
  if ((await lstat(join(pattern, 'postgres'))).isSymbolicLink()) return directory;
  await promisify(execFile)('cp', ['-a', `${pattern}/.`, directory]);
  await chmod(directory, 0o711);
  return directory;
}
