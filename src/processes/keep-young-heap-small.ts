import { setFlagsFromString } from 'node:v8';

/**
 * Has what has just been made looked through often, a millisecond each time, for the process that answers lookups and passes on what others answer.
 * V8 lets the space for it grow to 16 MB under load, and buffers that are passed on lie outside of it: a long answer has filled what may lie
 * there long before that space is full, and then everything is looked through, for ten milliseconds and four times a second.
 */
export function keepYoungHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
