import { readFile } from 'node:fs/promises';

/** The most memory that a process has had resident, in megabytes; undefined where the kernel doesn't tell (not Linux). */
export async function peakMegabytes(pid: number): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  } catch {
    return undefined;
  }
}
