import { badInput } from '../../platform/errors.js';
import { quoteName } from './format-ref.js';

/** Code points. Of four bytes each they fit into an index entry, together with a project of the same length. */
export const LONGEST_NAME = 256;
/** What a name of that length has at most, in UTF-16 units, when it is written in decomposed letters. */
const LONGEST_SPELLING = 2_048;

/** Line breaks of any kind are controls; so is what makes a text read otherwise than it is written, and half a surrogate pair. */
const CONTROL = /[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]/u;

/** Whether a text can be the name of a dataset, a model, a run, an experiment or a project, in NFC. */
export function isFreeName(text: string): boolean {
  return problemOfFreeName(text) === undefined;
}

/** Why a text can't be such a name, to end a sentence that begins with it; undefined where it can. */
export function problemOfFreeName(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (text.length > LONGEST_SPELLING) return `has ${text.length} characters, and a name at most ${LONGEST_NAME}`;
  const control = CONTROL.exec(text);
  if (control !== null)
    return `has the control character ${codeOf(control[0])} at place ${placeOf(text, control.index)}`;
  if (text.trim() !== text) return 'has white space at its beginning or end';
  const length = [...text.normalize()].length;
  return length > LONGEST_NAME ? `has ${length} characters, and a name at most ${LONGEST_NAME}` : undefined;
}

/** The name in NFC. `what` says whose name it is, in the message. Throws BAD_USER_INPUT. */
export function checkFreeName(what: string, name: string): string {
  const problem = problemOfFreeName(name);
  if (problem === undefined) return name.normalize();
  const mended = [...name.slice(0, LONGEST_SPELLING).replace(new RegExp(CONTROL, 'gu'), ' ').trim().normalize()];
  const instead = mended.slice(0, LONGEST_NAME).join('').trim();
  throw badInput(
    `${JSON.stringify(name.slice(0, 300))} can't be the name of ${what}: it ${problem}. A name is any text of 1 to ${LONGEST_NAME} characters without control characters, and without white space at its ends.${instead === '' ? '' : ` Write ${quoteName(instead)}.`}`,
    { field: 'name', found: name },
  );
}

/** The place of a UTF-16 unit among the characters of a text, from 1. */
export function placeOf(text: string, index: number): number {
  return [...text.slice(0, index)].length + 1;
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
