import { createHash } from 'node:crypto';

const LONGEST = 500;

/** What a version is known by where it came from, as the service takes it: of two imports at once only one makes it. */
export function originOf(text: string): string {
  return text.length <= LONGEST ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
