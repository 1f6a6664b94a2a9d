import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../run-program.js';

/** A process that lives. A zombie does not: where process 1 reaps nothing, orphans stay zombies for ever. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** Tells this process from a later one with the same pid; otherwise of no meaning. */
  readonly startedAt: string;
  /** Program and arguments, separated by blanks. */
  readonly command: string;
  /** Undefined where the system does not say. */
  readonly workingDir: string | undefined;
}

/** Looks a process up; undefined when it is gone, or a zombie. */
export async function processInfo(pid: number): Promise<ProcessInfo | undefined> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** A short name for a process that no other one will have, for files that must not outlive it. */
export async function processMark(pid: number): Promise<string | undefined> {
  const info = await processInfo(pid);
  return info && `${pid}-${createHash('sha256').update(info.startedAt).digest('hex').slice(0, 8)}`;
}

/** Sends `signal` unless the process has ended meanwhile, and waits for its end. False when it outlives `patienceMs`. */
export async function endProcess(target: ProcessInfo, signal: NodeJS.Signals, patienceMs: number): Promise<boolean> {
  const lives = async () => (await processInfo(target.pid))?.startedAt === target.startedAt;
  if (await lives()) {
    try {
      process.kill(target.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  for (const deadline = Date.now() + patienceMs; await lives(); await sleep(25)) {
    if (Date.now() > deadline) return false;
  }
  return true;
}

/** `/proc`, because slim containers have no `ps`. */
async function fromProc(pid: number): Promise<ProcessInfo | undefined> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [stat, command] = await Promise.all([read('stat'), read('cmdline')]);
  // The program's name stands in parentheses and may itself hold blanks and parentheses. See proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent] = fields;
  const startedAt = fields[19];
  if (!state || startedAt === undefined || state === 'Z' || state === 'X') return undefined;
  const workingDir = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return { pid, parent: Number(parent), startedAt, command: command.replaceAll('\0', ' ').trim(), workingDir };
}

async function fromPs(pid: number): Promise<ProcessInfo | undefined> {
  const columns = ['-o', 'state=', '-o', 'ppid=', '-o', 'lstart=', '-o', 'command='];
  const { output } = await runProgram('ps', ['-ww', '-p', String(pid), ...columns], { account: undefined });
  const line = /^(\S+)\s+(\d+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.+)$/s.exec(output);
  const [, state, parent, startedAt, command] = line ?? [];
  if (!state || startedAt === undefined || command === undefined || state.startsWith('Z')) return undefined;
  return { pid, parent: Number(parent), startedAt, command, workingDir: undefined };
}
