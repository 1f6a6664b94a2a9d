import type { Queryable } from '../../platform/database/queryable.js';
import { likeNames } from '../../platform/text/did-you-mean.js';
import { formatName } from '../names/format-ref.js';
import type { KindRegistry } from '../nodes/kinds/kind-registry.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { type NamedNode, selectNearNames } from './near-names.sql.js';
import { oneSlipAway } from './one-slip-away.js';

const SHOWN_OTHERS = 5;
const MOST_NEAR = 3;

/** What a reference was to name. */
export interface Wanted {
  readonly project: string;
  readonly kinds: readonly NodeKind[];
}

export interface Suggestions {
  /** What was probably meant, nearest first, as it is printed. */
  readonly near: readonly string[];
  /** Where nothing is near: some that there are. */
  readonly others: readonly string[];
}

/**
 * Labels of what people may have meant by a name: of things of the wanted kinds, or of what those are versions of. In a large project
 * these are the ones a single slip away, and those with a like beginning.
 */
export async function suggestNames(
  db: Queryable,
  kinds: KindRegistry,
  wanted: Wanted,
  name: string,
): Promise<Suggestions> {
  const found = await selectNamesLike(db, kinds, wanted, name);
  const near = nearLabels(name, found);
  const labels = [...new Set(found.map(({ label }) => label))];
  return { near, others: near.length > 0 ? [] : labels.sort().slice(0, SHOWN_OTHERS) };
}

/** What was probably meant by one of several spellings; that of the first that is like anything. */
export async function suggestNear(
  db: Queryable,
  kinds: KindRegistry,
  wanted: Wanted,
  spellings: readonly string[],
): Promise<string[]> {
  for (const spelling of new Set(spellings)) {
    if (spelling === '') continue;
    const near = nearLabels(spelling, await selectNamesLike(db, kinds, wanted, spelling));
    if (near.length > 0) return near;
  }
  return [];
}

function selectNamesLike(db: Queryable, kinds: KindRegistry, wanted: Wanted, name: string): Promise<NamedNode[]> {
  const small = name.toLowerCase();
  const spelt = name === small ? [name] : [name, small];
  // What is labelled "production/rain" is called "rain".
  const names = spelt.flatMap((text) => (text.includes('/') ? [text, text.slice(text.indexOf('/') + 1)] : [text]));
  const guesses = spelt
    .flatMap((text) => [text, ...oneSlipAway(text)])
    .flatMap((guess) => (guess.includes('/') ? [guess, formatName(guess)] : [formatName(guess)]));
  return selectNearNames(db, wanted.project, namedKinds(kinds, wanted.kinds), { names, guesses });
}

/** Quotation marks are no part of what people remember. */
function nearLabels(name: string, found: readonly NamedNode[]): string[] {
  const labels = new Map<string, string[]>();
  for (const { label, name: own } of found) {
    const plain = label.startsWith('"') ? own : label;
    labels.set(plain, [...(labels.get(plain) ?? []), label]);
  }
  const near = likeNames(name, labels.keys()).flatMap((plain) => labels.get(plain) ?? []);
  return [...new Set(near)].slice(0, MOST_NEAR);
}

/** Kinds whose names are references by themselves: a version is named after what it is a version of. */
export function namedKinds(kinds: KindRegistry, wanted: readonly NodeKind[]): NodeKind[] {
  return [...new Set(wanted.map((kind) => kinds.of(kind).versionOf ?? kind))];
}
