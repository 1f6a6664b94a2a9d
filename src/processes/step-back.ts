import { constants, setPriority } from 'node:os';

/**
 * Has a process of this machine, and what it starts, go after the front where processors are scarce: a lookup takes less than a millisecond of
 * one. The processes of PostgreSQL that do the backend's work step back with it, or they would take from those that read for lookups.
 */
export function stepBack(processId: number): void {
  try {
    setPriority(processId, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended meanwhile, or is not ours: it works as before.
  }
}
