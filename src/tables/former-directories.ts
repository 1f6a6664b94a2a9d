import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';

const NAME = /^headwater-[A-Za-z0-9]{6}$/;
/** What was kept in them. */
const FILE = /^(rows\.ndjson|rows\.parquet|spine\.csv|table\.parquet|duckdb_temp_.*)$/;
/** The clock may have been set meanwhile. */
const MARGIN_MS = 3_600_000;

/**
 * Removes the temporary directories of earlier releases, which kept no sign of whether their process lives; their paths. It is gone for certain where
 * nothing in the directory has changed since the machine started. Younger ones stay: a process of such a release may still be reading them.
 */
export async function removeFormerDirectories(
  parent = tmpdir(),
  startedAt = Date.now() - uptime() * 1000,
): Promise<string[]> {
  const names = (await readdir(parent)).filter((name) => NAME.test(name));
  const removed = await Promise.all(
    names.map(async (name) => {
      const path = join(parent, name);
      try {
        if (!(await isLeftBehind(path, startedAt - MARGIN_MS))) return [];
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

async function isLeftBehind(path: string, before: number): Promise<boolean> {
  const directory = await lstat(path);
  if (!directory.isDirectory() || directory.uid !== process.getuid?.()) return false;
  const files = await readdir(path);
  if (!files.every((file) => FILE.test(file))) return false;
  const facts = await Promise.all(files.map((file) => lstat(join(path, file))));
  return [directory, ...facts].every(({ ctimeMs }) => ctimeMs < before);
}
