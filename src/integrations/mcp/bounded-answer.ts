import { stringifyExactly } from '@headwater/client/exact-json';

/** Characters of an answer: more would fill what an assistant can keep in mind. */
const MOST_CHARACTERS = 60_000;
/** What lists are cut to, one after the other, until the answer fits. */
const LIST_LENGTHS = [500, 200, 100, 50, 20, 10, 5, 2, 1];
/** What texts are cut to where short lists alone don't make it fit. */
const TEXT_LENGTHS = [2_000, 500, 100];

/**
 * An answer as JSON text that is never longer than assistants can read. Where it would be, the longest lists, then texts, are cut, and each says in its
 * place how much more there is.
 */
export function boundedAnswer(data: unknown, most = MOST_CHARACTERS): string {
  let text = stringifyExactly(data);
  for (const length of LIST_LENGTHS) {
    if (text.length <= most) return text;
    text = stringifyExactly(data, (_, value) => cutList(value, length));
  }
  for (const length of TEXT_LENGTHS) {
    if (text.length <= most) return text;
    text = stringifyExactly(data, (_, value) => cutText(cutList(value, 1), length));
  }
  return text.length <= most
    ? text
    : JSON.stringify({ cut: `The answer has ${text.length} characters even when it is cut; ask for less.` });
}

function cutList(value: unknown, length: number): unknown {
  if (!Array.isArray(value) || value.length <= length) return value;
  return [...value.slice(0, length), `… and ${value.length - length} more, left out here: ask for less, or page on`];
}

function cutText(value: unknown, length: number): unknown {
  if (typeof value !== 'string' || value.length <= length) return value;
  return `${value.slice(0, length)}… (${value.length} characters)`;
}
