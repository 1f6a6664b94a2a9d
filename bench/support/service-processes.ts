import { readdirSync, readFileSync } from 'node:fs';

/** The processes of a service, the one that was started first; its PostgreSQL is none of them. Reads /proc, so it runs on Linux alone. */
export function serviceProcesses(front: number): number[] {
  const backends = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isBackend(name, front));
  return [front, ...backends.map(Number)];
}

/** What a process has resident now, or has had at most, in megabytes; 0 once it has ended. */
export function megabytesOf(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] = new RegExp(`${what}:\\s+(\\d+) kB`).exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes ?? 0) / 1024;
}

function isBackend(pid: string, front: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(parent) === front && read(`/proc/${pid}/cmdline`).includes('backend.js');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // It has ended.
  }
}
