import type { Database } from '../../platform/database/database.js';
import type { Anchor } from '../../platform/text/hash-chain.js';
import { NO_HASH } from '../../platform/text/hash-chain.js';
import { changeHash } from '../seal/change-hash.js';
import { selectLastPosition } from '../seal/seal.sql.js';
import { sealForReading } from '../seal/seal-changes.js';
import { type Link, selectGap, selectLinkAt, selectLinks, selectLost } from './audit.sql.js';

/** What a look at the chain of a project came to. */
export interface Verification {
  readonly changes: number;
  /** The last link that was looked at; undefined where the project has none. */
  readonly last: Anchor | undefined;
  /** What is wrong, and where; undefined: nothing that was looked at. */
  readonly problem: string | undefined;
  /** Whether there is more to look at behind the last link. */
  readonly more: boolean;
}

export interface VerificationQuestion {
  readonly project: string;
  /** Where it goes on: the last link that was found right. */
  readonly after?: Anchor | undefined;
  /** Where the chain is known to have come to. */
  readonly anchor?: Anchor | undefined;
  readonly limit: number;
}

const PAGE = 500;

/**
 * Computes the chain of a project again. Finds a change that is not what was sealed, one that is missing, was put in between or never got its place; with an anchor
 * also that the end was cut off, or that the whole chain was made anew.
 */
export async function verifyAudit(
  database: Database,
  { project, after, anchor, limit }: VerificationQuestion,
): Promise<Verification> {
  await sealForReading(database);
  const last = await selectLastPosition(database);
  let [link, changes] = [after ?? { position: 0, hash: NO_HASH }, 0];
  const end = (problem: Verification['problem'], more: boolean): Verification => ({
    changes,
    last: link.position === 0 ? undefined : { position: link.position, hash: link.hash },
    problem,
    more,
  });
  if (anchor !== undefined && after === undefined) {
    const found = await selectLinkAt(database, project, anchor.position);
    const problem = compareAnchor(anchor, found);
    if (problem !== undefined) return end(problem, false);
  }
  while (changes < limit) {
    const links = await selectLinks(database, project, link.position, Math.min(PAGE, limit - changes));
    const until = links.at(-1)?.position ?? last;
    const gap = await selectGap(database, link.position, until);
    for (const next of links) {
      const problem = problemOf(link.hash, next, gap);
      if (problem !== undefined) return end(problem, false);
      link = next;
      changes++;
    }
    if (gap !== undefined) return end(missing(gap), false);
    if (links.length === 0) return end(lost(await selectLost(database, project)), false);
  }
  return end(undefined, true);
}

function compareAnchor(anchor: Anchor, found: Anchor | undefined): Verification['problem'] {
  const { position } = anchor;
  if (found?.position !== position)
    return `The chain ended at position ${position} once; it has no such change now: its end was cut off.`;
  if (found.hash === anchor.hash) return undefined;
  return `The hash at position ${position} was ${anchor.hash} once and is ${found.hash} now.`;
}

function problemOf(previous: string, link: Link, gap: number | undefined): string | undefined {
  const { position } = link;
  if (gap !== undefined && gap <= position) return missing(gap);
  if (link.id === null) return `The change at position ${position} is missing.`;
  if (!link.agrees || changeHash(previous, position, link) !== link.hash)
    return `The change at position ${position} is not what was sealed there, or what stood before it was another.`;
  return undefined;
}

function lost(id: string | undefined): Verification['problem'] {
  return id === undefined ? undefined : `The change ${id} was taken out of those that wait for their place.`;
}

function missing(gap: number): string {
  return `What stood before position ${gap} is missing.`;
}
