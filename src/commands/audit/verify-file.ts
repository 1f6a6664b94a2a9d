import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { linkHash, NO_HASH, readAnchor, writeAnchor } from '../../platform/text/hash-chain.js';
import type { VerifiedLog } from './verify-service.js';

/** Verifies the whole log of a project as `audit export` wrote it, without any service. */
export async function verifyFile(file: string, expected: string | undefined): Promise<VerifiedLog> {
  const anchor = expected === undefined ? undefined : readAnchor(expected);
  let [changes, hash, last, reached] = [0, NO_HASH, 0, anchor === undefined];
  const end = (problem: string | null): VerifiedLog => ({
    changes,
    problem,
    anchor: last === 0 ? null : writeAnchor({ position: last, hash }),
  });
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const link = parseLine(line);
    if (link === undefined) return end(`Line ${changes + 1} of ${file} is no change.`);
    const { hash: sealed, ...change } = link;
    const { position } = change;
    if (position <= last || linkHash(hash, change) !== sealed)
      return end(
        `The change at position ${position} is not what was sealed there, or what stood before it was another.`,
      );
    [hash, last, changes] = [sealed, position, changes + 1];
    if (position === anchor?.position) {
      if (hash !== anchor.hash)
        return end(`The hash at position ${position} was ${anchor.hash} once and is ${hash} now.`);
      reached = true;
    }
  }
  return end(reached ? null : `${file} has no change at position ${anchor?.position}, where the log ended once.`);
}

function parseLine(line: string): { readonly position: number; readonly hash: string } | undefined {
  try {
    const link: unknown = JSON.parse(line);
    const known = typeof link === 'object' && link !== null && 'position' in link && 'hash' in link;
    return known ? (link as { position: number; hash: string }) : undefined;
  } catch {
    return undefined;
  }
}
