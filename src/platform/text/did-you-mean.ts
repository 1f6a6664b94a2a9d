import { distance } from 'fastest-levenshtein';
import { inQuotes } from './in-quotes.js';

/** More of a text says nothing more about what was meant, and costs time. */
const LONGEST = 200;
/** Shorter texts are part of too many names to say anything. */
const LEAST_PART = 3;
const MOST = 3;

/** Those of `names` that `text` may be a slip of, the nearest first. The time grows with their number, which the caller bounds. */
export function nearNames(text: string, names: Iterable<string>): string[] {
  return rank(text, names, slipsBetween);
}

/** The same, and those that `text` is a part of, or that are a part of it. */
export function likeNames(text: string, names: Iterable<string>): string[] {
  return rank(text, names, (wanted, name, forgiven) => {
    const slips = slipsBetween(wanted, name, forgiven);
    const isPart =
      Math.min(wanted.length, name.length) >= LEAST_PART && (name.includes(wanted) || wanted.includes(name));
    return isPart ? Math.min(slips, forgiven) : slips;
  });
}

/** ` Did you mean "rain" or "train"?`, to end a sentence with; nothing where no name is near. */
export function didYouMean(near: readonly string[]): string {
  if (near.length === 0) return '';
  const quoted = near.map(inQuotes);
  const last = quoted.pop();
  return ` Did you mean ${quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`}?`;
}

/** The first names of a long list, and how many more there are. */
export function listNames(names: readonly string[], most = 20): string {
  const more = names.length - most;
  return more <= 0 ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${more} more`;
}

type CountSlips = (wanted: string, name: string, forgiven: number) => number;

function rank(text: string, names: Iterable<string>, count: CountSlips): string[] {
  const wanted = text.slice(0, LONGEST).toLowerCase();
  // As many slips as graphql-js forgives when it suggests names.
  const forgiven = Math.floor(wanted.length * 0.4) + 1;
  const near = [...new Set(names)].map((name) => ({ name, slips: count(wanted, name.toLowerCase(), forgiven) }));
  return near
    .filter(({ slips }) => slips <= forgiven)
    .sort((a, b) => a.slips - b.slips || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

function slipsBetween(wanted: string, name: string, forgiven: number): number {
  return Math.abs(wanted.length - name.length) > forgiven ? Infinity : distance(wanted, name);
}
