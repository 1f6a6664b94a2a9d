import { badInput } from '../../errors.js';
import { closingQuote, tooDeep } from './exact-json-parser.js';

/** Different names of fields in one text. Each is another shape of object to V8, which takes a hundred times as long as a name that it knows. */
const MOST_NAMES = 10_000;

/** Characters: `"":1,`. */
const SHORTEST_FIELD = 5;

/** Throws BAD_USER_INPUT for JSON that would take long for its length: it nests deep, or has very many different names. Linear, whatever the text. */
export function refuseLaboriousJson(text: string, deepest: number): void {
  // Most text has too few brackets and colons for either, which is seen soonest.
  const mayNest = hasMore(text, '[', deepest) || hasMore(text, '{', deepest);
  const mayName = text.length > MOST_NAMES * SHORTEST_FIELD && hasMore(text, ':', MOST_NAMES);
  if (mayNest || mayName) survey(text, deepest, mayName ? new Set() : undefined);
}

/** Throws BAD_USER_INPUT for JSON that nests deeper: for whoever has the time for many names. */
export function refuseDeepJson(text: string, deepest: number): void {
  if (hasMore(text, '[', deepest) || hasMore(text, '{', deepest)) survey(text, deepest, undefined);
}

function hasMore(text: string, character: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) if (++count > most) return true;
  return false;
}

function survey(text: string, deepest: number, names: Set<string> | undefined): void {
  let depth = 0;
  let opened = 0;
  let closed = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        opened = at;
        at = closingQuote(text, at);
        if (at < 0) return;
        closed = at;
        break;
      case COLON:
        // The text before it is a name; where none was closed since the last colon there is none, and it is no JSON.
        if (closed > opened) names?.add(text.slice(opened, closed));
        closed = opened;
        if (names !== undefined && names.size > MOST_NAMES) throw tooManyNames();
        break;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        if (++depth > deepest) throw tooDeep(deepest);
        break;
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth--;
    }
  }
}

function tooManyNames(): Error {
  return badInput(
    `The JSON has more than ${MOST_NAMES} different names of fields, which is the most that are read; give what differs as values.`,
    { expected: MOST_NAMES },
  );
}

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
