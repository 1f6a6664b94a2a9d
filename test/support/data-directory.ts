import { execFile } from 'node:child_process';
import { chmod, lstat, mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The environment variable that tells the test workers where the databases of this run are. Set by global-setup.js. */
export const DIRECTORY_VARIABLE = 'HEADWATER_TEST_DIRECTORY';

const MEMORY = '/dev/shm';
/** More than all databases take that there are at a time. */
const ROOM = 3 * 1024 ** 3;

/** A directory that all databases of a run are in: in memory where there is room, for each file's own database is made of 500 files. */
export async function makeRunDirectory(): Promise<string> {
  const directory = await mkdtemp(join((await isRoomy(MEMORY)) ? MEMORY : tmpdir(), 'headwater-test-'));
  // Where tests run as root, PostgreSQL's account has to get in.
  await chmod(directory, 0o711);
  return directory;
}

async function isRoomy(directory: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return Math.min(bavail * bsize, process.availableMemory()) > ROOM;
  } catch {
    // Other systems have no such directory.
    return false;
  }
}

/** What data directories are copies of. */
export const patternOf = (directory: string) => join(directory, 'pattern');

/** Where this run of the tests keeps what it throws away at its end. */
export function runDirectory(): string {
  const directory = process.env[DIRECTORY_VARIABLE];
  if (directory === undefined) throw new Error(`${DIRECTORY_VARIABLE} is not set: run the tests with \`npm test\`.`);
  return directory;
}

/** A data directory that nothing has been started in. */
export function makeEmptyDirectory(within = runDirectory()): Promise<string> {
  return mkdtemp(join(within, 'data-'));
}

/** A data directory as the service leaves it that has run on it once: migrated, without any record. A copy, for a first start takes ten times as long. */
export async function makeDataDirectory(within = runDirectory()): Promise<string> {
  const directory = await makeEmptyDirectory(within);
  const pattern = patternOf(dirname(directory));
  // Where PostgreSQL's account can't reach the pattern, only a link is in it.
  if ((await lstat(join(pattern, 'postgres'))).isSymbolicLink()) return directory;
  await promisify(execFile)('cp', ['-a', `${pattern}/.`, directory]);
  await chmod(directory, 0o711);
  return directory;
}
