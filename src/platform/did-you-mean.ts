// Not among what graphql-js promises, but it has been there since its first release, and its own messages are made with it.
import { suggestionList } from 'graphql/jsutils/suggestionList.js';

const LONGEST = 200;
const MOST = 3;

/** Those of `names` that `text` may be a slip of, the nearest first. */
export function nearNames(text: string, names: readonly string[]): string[] {
  return suggestionList(text.slice(0, LONGEST), names).slice(0, MOST);
}

/** ` Did you mean a or b?`, to end a sentence with; nothing where no name is near. */
export function didYouMean(text: string, names: readonly string[]): string {
  const near = nearNames(text, names);
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
}
