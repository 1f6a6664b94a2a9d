import { badInput } from '../../platform/errors.js';

const LONGEST_BYTES = 1_024;
const LONGEST_SEGMENT_BYTES = 255;
const DEEPEST = 64;
const UNFIT = /[\p{Control}\p{Surrogate}\\]/u;

/**
 * The path of a file, as it is kept. It never names a file of the server, for bytes lie under their digests; but whoever downloads a whole tree makes files of these
 * names. Throws BAD_USER_INPUT for what would lead out of the tree, or be no file, there.
 */
export function artifactPath(given: string, field = 'path'): string {
  const path = given.normalize();
  const refuse = (problem: string) =>
    badInput(`${field} is ${JSON.stringify(given.slice(0, 200))}, ${problem}; write one such as plots/roc.png.`, {
      field,
      found: given.slice(0, 200),
    });
  if (path === '') throw refuse('which names nothing');
  if (UNFIT.test(path)) throw refuse('which holds a control character, a backslash or half a character');
  if (Buffer.byteLength(path) > LONGEST_BYTES) throw refuse(`longer than ${LONGEST_BYTES} bytes`);
  const segments = path.split('/');
  if (segments.length > DEEPEST) throw refuse(`deeper than ${DEEPEST} folders`);
  for (const segment of segments) {
    if (segment === '') throw refuse('with a slash too many');
    if (segment === '.' || segment === '..') throw refuse(`and "${segment}" leads elsewhere`);
    if (Buffer.byteLength(segment) > LONGEST_SEGMENT_BYTES)
      throw refuse(`with a part longer than ${LONGEST_SEGMENT_BYTES} bytes`);
  }
  return path;
}

/** The folders that a file lies in, the outermost first. */
export function foldersOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(0, -1).map((_, index) => segments.slice(0, index + 1).join('/'));
}
