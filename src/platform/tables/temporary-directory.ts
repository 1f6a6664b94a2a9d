import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'headwater-tables-';
const NAME = /^headwater-tables-[A-Za-z0-9]{6}$/;
/** A socket that whoever uses the directory listens on; the system ends that with the process, whatever ends it. */
const OWNER = 'owner';
const ABANDONED_MS = 3_600_000;

/** A fresh directory that nobody else may read, and how to remove it. */
export async function temporaryDirectory(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), PREFIX));
  const owner = createServer((socket) => socket.destroy());
  // A path too long for a socket makes the directory one that is removed an hour after its last change.
  await new Promise<void>((resolve) => owner.once('error', () => resolve()).listen(join(path, OWNER), resolve));
  owner.unref();
  return {
    path,
    async remove() {
      owner.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Removes the temporary directories of processes that were killed; their paths. */
export async function removeAbandonedDirectories(): Promise<string[]> {
  const names = (await readdir(tmpdir())).filter((name) => NAME.test(name));
  const removed = await Promise.all(
    names.map(async (name) => {
      const path = join(tmpdir(), name);
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
