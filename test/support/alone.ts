import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** One process at a time: several files of tests may need the same at once. A lock that somebody left who was killed is taken away. */
export async function alone<T>(lock: string, action: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), { recursive: true });
  while (
    !(await writeFile(lock, `${process.pid}`, { flag: 'wx' }).then(
      () => true,
      () => false,
    ))
  ) {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner !== 0 && !isAlive(owner)) await rm(lock, { force: true });
    else await sleep(200);
  }
  try {
    return await action();
  } finally {
    await rm(lock, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
