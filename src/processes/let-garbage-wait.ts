import { setFlagsFromString } from 'node:v8';

/**
 * Lets three times as much garbage as there is of use gather before a process looks through everything it holds, the most that V8 would wait
 * for by itself. Where little is kept for long, V8 waits for a tenth only. Buffers that are passed on count as much as what is kept: every
 * long answer had all be looked through, for ten milliseconds in which no lookup was answered.
 */
export function letGarbageWait(): void {
  setFlagsFromString('--heap-growing-percent=300');
}
