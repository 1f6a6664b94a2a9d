import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Has a process of this machine, and what it starts, go after the front where processors are scarce: a lookup takes less than a millisecond of
 * one. The processes of PostgreSQL that do the backend's work step back with it, or they would take from those that read for lookups.
 */
export function stepBack(processId: number, priority = constants.priority.PRIORITY_BELOW_NORMAL): void {
  for (const thread of threadsOf(processId)) {
    try {
      setPriority(thread, priority);
    } catch {
      // It has ended meanwhile, or is not ours: it works as before.
    }
  }
}

/** On Linux a priority is a thread's: those that V8 collects garbage and compiles on have begun before the first line of a program runs. */
function threadsOf(processId: number): number[] {
  try {
    return readdirSync(`/proc/${processId}/task`).map(Number);
  } catch {
    return [processId];
  }
}
