import type { Queryable } from '../../platform/database/queryable.js';
import { likeNames } from '../../platform/did-you-mean.js';
import type { KindRegistry } from '../nodes/kind-registry.js';
import type { NodeKind } from '../nodes/node-kind.js';
import { selectNearNames } from './near-names.sql.js';
import { oneSlipAway } from './one-slip-away.js';

const SHOWN_OTHERS = 5;

/** What a reference was to name. */
export interface Wanted {
  readonly project: string;
  readonly kinds: readonly NodeKind[];
}

export interface Suggestions {
  /** What was probably meant, nearest first. */
  readonly near: readonly string[];
  /** Where nothing is near: some names that there are. */
  readonly others: readonly string[];
}

/**
 * Names that people may have meant by this one: of things of the wanted kinds, or of what those are versions of. In a large
 * project these are the ones a single slip away, and those with a like beginning.
 */
export async function suggestNames(
  db: Queryable,
  kinds: KindRegistry,
  wanted: Wanted,
  name: string,
): Promise<Suggestions> {
  // What is labelled "production/rain" is called "rain".
  const own = name.slice(name.indexOf('/') + 1);
  const guesses = [name, ...oneSlipAway(name)];
  const found = await selectNearNames(db, wanted.project, namedKinds(kinds, wanted.kinds), { name: own, guesses });
  const labels = [...new Set(found.map(({ label }) => label))];
  const near = likeNames(name, labels);
  return { near, others: near.length > 0 ? [] : labels.sort().slice(0, SHOWN_OTHERS) };
}

/** Kinds whose names are references by themselves: a version is named after what it is a version of. */
export function namedKinds(kinds: KindRegistry, wanted: readonly NodeKind[]): NodeKind[] {
  return [...new Set(wanted.map((kind) => kinds.of(kind).versionOf ?? kind))];
}
