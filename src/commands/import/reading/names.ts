import type { Report } from './report.js';

const LONGEST = 256;
/** Of a metric or a parameter. */
const LONGEST_LABEL = 250;
const CONTROL = /[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]/gu;
/** What PostgreSQL can't hold. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** A name as Headwater takes it, which is nearly any text; a note where it is another one then. */
export function freeName(what: string, text: string, report: Pick<Report, 'note'>): string {
  const name = mended(text.normalize(), LONGEST);
  if (name !== text.normalize()) report.note(what, `is called ${JSON.stringify(name)} here`);
  return name;
}

/** The name of a metric or parameter. */
export const labelOf = (text: string) => mended(text, LONGEST_LABEL);

/** A text of at most so many characters, without what no database holds. */
export function storable(text: string, most: number): string {
  const held = text.replace(UNSTORABLE, '\ufffd');
  return held.length > most ? `${held.slice(0, most - 1).replace(UNSTORABLE, '')}…` : held;
}

/** The same where there may be none, as of descriptions and owners. */
export function cut(text: string | undefined, most: number): string | null {
  return text === undefined || text.trim() === '' ? null : storable(text, most);
}

function mended(text: string, most: number): string {
  const plain = text.replace(CONTROL, ' ').trim();
  return plain.length <= most
    ? plain || 'unnamed'
    : [...plain].slice(0, most).join('').slice(0, most).replace(CONTROL, '').trim();
}
