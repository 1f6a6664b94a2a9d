import type { Report } from './report.js';

const LONGEST = 256;
const CONTROL = /[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]/gu;

/** A name as Headwater takes it, which is nearly any text; a note where it is another one then. */
export function freeName(what: string, text: string, report: Report): string {
  const plain = [...text.normalize().replace(CONTROL, ' ').trim()];
  const name = plain.slice(0, LONGEST).join('').trim() || 'unnamed';
  if (name !== text.normalize()) report.note(what, `is called ${JSON.stringify(name)} here`);
  return name;
}

/** A text that is at most so long, as descriptions and owners are. */
export function cut(text: string | undefined, most: number): string | null {
  if (text === undefined || text === '') return null;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
