import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'headwater-tables-';
const NAME = /^headwater-tables-[A-Za-z0-9]{6}$/;
/** A socket that whoever uses the directory listens on; the system ends that with the process, whatever ends it. */
const OWNER = 'owner';
/** Its name until it is listened on: one that is only bound looks as if its process had ended. */
const UNBORN_OWNER = 'unborn';
const ABANDONED_MS = 3_600_000;

/** Systems have room for so many bytes of a socket's path; a name of eight has to fit. */
const LONGEST_FOR_SOCKETS = 95;
const SHORT_PARENT = '/tmp';

/** A fresh directory that nobody else may read, and how to remove it; for sockets its path is short. */
export async function temporaryDirectory({ forSockets = false } = {}): Promise<{
  readonly path: string;
  remove(): Promise<void>;
}> {
  const isLong = Buffer.byteLength(join(tmpdir(), `${PREFIX}123456`)) > LONGEST_FOR_SOCKETS;
  const path = await mkdtemp(join(forSockets && isLong ? SHORT_PARENT : tmpdir(), PREFIX));
  const owner = createServer((socket) => socket.destroy());
  // A path too long for a socket makes the directory one that is removed an hour after its last change.
  await new Promise<void>((resolve) => owner.once('error', () => resolve()).listen(join(path, UNBORN_OWNER), resolve));
  if (owner.listening) await rename(join(path, UNBORN_OWNER), join(path, OWNER));
  owner.unref();
  const removeAtExit = () => rmSync(path, { recursive: true, force: true });
  listenForExit(removeAtExit);
  return {
    path,
    async remove() {
      forgetExit(removeAtExit);
      // What it holds goes first: whoever is killed in between leaves files that still have their sign, or none.
      const names = (await readdir(path)).filter((name) => name !== OWNER);
      await Promise.all(names.map((name) => rm(join(path, name), { recursive: true, force: true })));
      owner.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** A process that ends itself takes the socket of the owner away, so nobody could tell later that its directories are nobody's. */
function listenForExit(listener: () => void): void {
  process.setMaxListeners(process.getMaxListeners() + 1);
  process.once('exit', listener);
}

function forgetExit(listener: () => void): void {
  process.off('exit', listener);
  process.setMaxListeners(process.getMaxListeners() - 1);
}

/** Removes the temporary directories of processes that were killed; their paths. */
export async function removeAbandonedDirectories(): Promise<string[]> {
  const parents = [...new Set([tmpdir(), SHORT_PARENT])];
  const paths = await Promise.all(
    parents.map(async (parent) => {
      const names = await readdir(parent).catch(() => []);
      return names.filter((name) => NAME.test(name)).map((name) => join(parent, name));
    }),
  );
  const removed = await Promise.all(
    paths.flat().map(async (path) => {
      try {
        if (!(await isAbandoned(path))) return [];
        await rm(path, { recursive: true, force: true });
        return [path];
      } catch {
        // Another user's, or gone by now.
        return [];
      }
    }),
  );
  return removed.flat();
}

/** Between its making and the listening of its owner a directory has no socket. */
async function isAbandoned(path: string): Promise<boolean> {
  const answer = await connectTo(join(path, OWNER));
  if (answer === 'ECONNREFUSED') return true;
  return answer === 'ENOENT' && Date.now() - (await stat(path)).mtimeMs > ABANDONED_MS;
}

function connectTo(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'unknown'));
  });
}
