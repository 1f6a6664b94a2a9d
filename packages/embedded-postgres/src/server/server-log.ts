import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { type Account, giveTo } from '../account/account.js';

const LARGEST = 10 * 1024 * 1024;
/** A start writes a few lines; more than this is not worth repeating. */
const TAIL = 16 * 1024;
/** lock_file_exists: another server, or what is left of one, still uses the files. */
const LOCK_FILE_EXISTS = 'F0001';

/** Opens the server's log for appending. Beyond 10 MB a new one is begun and one old one kept. */
export async function openServerLog(path: string, account: Account | undefined): Promise<FileHandle> {
  if ((await sizeOf(path)) > LARGEST) await rename(path, `${path}.1`);
  const file = await open(path, 'a', 0o600);
  await giveTo(account, path);
  return file;
}

export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Why a server gave up, from what it logged after the first `from` bytes. */
export async function reasonInLog(path: string, from: number): Promise<{ isInUse: boolean; reason: string }> {
  const text = await readFrom(path, from);
  const lines = text.split('\n').filter((line) => /\b(FATAL|PANIC|HINT|ERROR):|error while loading/.test(line));
  return {
    isInUse: new RegExp(`\\] ${LOCK_FILE_EXISTS} FATAL:`).test(text),
    reason: lines.map((line) => line.replace(/^.*?(?=(FATAL|PANIC|HINT|ERROR):)/, '')).join(' ') || text.trim(),
  };
}

async function readFrom(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const start = Math.max(from, (await file.stat()).size - TAIL);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL), 0, TAIL, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
