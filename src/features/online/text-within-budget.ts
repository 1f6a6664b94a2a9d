import { HeadwaterError } from '../../platform/errors.js';

/** Characters of stored values that one answer may hold; what stands in a row may be a megabyte long. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Throws TOO_COMPLEX for more characters than one answer may hold. */
export function requireRoom(characters: number): void {
  if (characters <= MAX_CHARACTERS) return;
  throw new HeadwaterError(
    'TOO_COMPLEX',
    `The values asked for take more than ${MAX_CHARACTERS} characters; ask for fewer rows or features at a time.`,
    { expected: MAX_CHARACTERS },
  );
}

/** Takes what PostgreSQL sends as the text that it is, and refuses rows from the one on that is too much, while they come. */
export function textWithRoom(): { getTypeParser(): (text: string) => string } {
  let characters = 0;
  const parse = (text: string) => {
    characters += text.length;
    requireRoom(characters);
    return text;
  };
  return { getTypeParser: () => parse };
}
