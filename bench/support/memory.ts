import { existsSync } from 'node:fs';
import { megabytesOf, serviceProcesses } from './service-processes.js';

/** The most memory that one of the processes of a service has had resident, in megabytes; undefined where the kernel doesn't tell (not Linux). */
export async function peakMegabytes(pid: number): Promise<number | undefined> {
  if (!existsSync('/proc/self/status')) return undefined;
  return Math.max(...serviceProcesses(pid).map((each) => megabytesOf(each, 'VmHWM')));
}
