import { access, constants, mkdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Account, giveTreeTo } from '../account/account.js';
import { canReach, checkUsable, findUnprivilegedAccount } from '../account/unprivileged-account.js';
import { exists, makeReachableDirectory, makeReachableIfEmpty, makeSystemHome } from '../directories.js';
import type { PostgresBinaries } from './binaries.js';
import { copyBinaries } from './copy-binaries.js';

/** Where the database cluster lives, and which programs run on it as whom. */
export interface Placement {
  /** Password and server log; the resolved path of what the caller named. */
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly binaries: PostgresBinaries;
  /** Undefined: as the account that Headwater runs as. */
  readonly account: Account | undefined;
}

/** Below here root puts what the unprivileged account could not reach elsewhere. */
const SYSTEM_DIR = '/var/lib/headwater';
const WAY_OUT = 'set HEADWATER_DATA_DIR to another directory, or DATABASE_URL to a PostgreSQL of your own';

/** Decides on the place, and prepares it. Throws an error that says what is wrong with it and what to do. */
export async function placeCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  log: (message: string) => void,
): Promise<Placement> {
  const isRoot = process.getuid?.() === 0;
  const home = await prepareDirectory(dataDir, isRoot);
  const clusterDir = await followLink(join(home, 'postgres'));
  const owner = await ownerOf(clusterDir);
  if (owner === undefined && !(await exists(dirname(clusterDir)))) {
    throw new Error(
      `The database was in ${clusterDir}, which is gone: put it back, or remove the link ${join(home, 'postgres')} to start with an empty one.`,
    );
  }
  if (isRoot) return placeForRoot({ home, clusterDir, owner, binaries, log });

  if (owner !== undefined && owner.uid !== process.getuid?.()) {
    throw new Error(
      `${clusterDir} belongs to another account (user id ${owner.uid}): run Headwater as that one (or as root), or ${WAY_OUT}.`,
    );
  }
  return { dataDir: home, clusterDir, binaries, account: undefined };
}

interface Found {
  readonly home: string;
  readonly clusterDir: string;
  /** Of the cluster, where there is one. */
  readonly owner: Account | undefined;
  readonly binaries: PostgresBinaries;
  readonly log: (message: string) => void;
}

/** PostgreSQL won't run as root, and the account that it gets need not see what root sees. */
async function placeForRoot({ home, clusterDir: linked, owner, binaries: installed, log }: Found): Promise<Placement> {
  // A cluster of an ordinary user stays theirs, so that they can go on without sudo.
  const account = owner && owner.uid !== 0 ? owner : await findUnprivilegedAccount();
  await checkUsable(account);
  if (owner?.uid === 0) await giveTreeTo(account, linked); // copied or restored by root

  const refusal = (path: string) =>
    `PostgreSQL does not run as root but as user id ${account.uid}, which cannot enter ${path}: ` +
    `let it through (chmod o+x on that directory and those above it), or ${WAY_OUT}.`;
  let clusterDir = linked;
  // A cluster that is there is never left for a new one: a chmod would seem to empty the database.
  if (owner === undefined && dirname(linked) === home && !(await canReach(account, home))) {
    await makeSystemHome(SYSTEM_DIR, linked).catch((cause: Error) => {
      throw new Error(`${refusal(home)} (${SYSTEM_DIR} can't hold it instead: ${cause.message})`, { cause });
    });
    clusterDir = await followLink(linked);
    log(`The database lives in ${clusterDir}: PostgreSQL runs as user id ${account.uid}, which cannot enter ${home}`);
  }
  if (!(await canReach(account, dirname(clusterDir)))) throw new Error(refusal(dirname(clusterDir)));

  const isReachable = (await canReach(account, installed.postgres)) && (await canReach(account, installed.initdb));
  const binaries = isReachable ? installed : await copyBinaries(installed, { systemDir: SYSTEM_DIR, account, log });
  return { dataDir: home, clusterDir, binaries, account };
}

async function prepareDirectory(path: string, isRoot: boolean): Promise<string> {
  try {
    if (isRoot) await makeReachableDirectory(path);
    else await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK | constants.X_OK);
    if (isRoot) await makeReachableIfEmpty(path);
    // The real path, because two names of one directory must not become two databases.
    return await realpath(path);
  } catch (cause) {
    throw new Error(
      `${path} cannot hold the database (${(cause as Error).message}): make it writable, or ${WAY_OUT}.`,
      {
        cause,
      },
    );
  }
}

/** The place that a symbolic link names, also while nothing is there yet; the path itself where it is no link. */
async function followLink(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return readlink(path).then(
      (target) => resolve(dirname(path), target),
      () => path,
    );
  }
}

async function ownerOf(path: string): Promise<Account | undefined> {
  return stat(path).then(
    ({ uid, gid }) => ({ uid, gid }),
    () => undefined,
  );
}
