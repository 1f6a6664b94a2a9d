import { badInput } from '../errors.js';

const UNSTORABLE = /[\0\p{Surrogate}]/u;
const CONTROL = /\p{Control}/u;

/** Throws BAD_USER_INPUT for text that is too long, or that PostgreSQL can't hold (NUL, half a surrogate pair). */
export function checkText(field: string, text: string, longest: number): string {
  if (text.length > longest) {
    throw badInput(`${field} has ${text.length} characters; at most ${longest} are kept.`, {
      field,
      expected: longest,
      found: text.length,
    });
  }
  if (UNSTORABLE.test(text)) {
    throw badInput(
      `${field} holds a NUL character or half of a surrogate pair (${JSON.stringify(text.slice(0, 80))}); remove it.`,
      { field },
    );
  }
  return text;
}

/** Throws BAD_USER_INPUT for text that is blank, or that checkText refuses. */
export function checkWords(field: string, text: string, longest: number): string {
  checkText(field, text, longest);
  if (text.trim() !== '') return text;
  throw badInput(`${field} is ${JSON.stringify(text.slice(0, 80))}; say it in words.`, {
    field,
    found: text.slice(0, 80),
  });
}

/** Throws BAD_USER_INPUT unless the text can name a parameter or metric. */
export function checkLabel(field: string, name: string): string {
  checkText(field, name, 250);
  if (name.trim() === name && name !== '' && !CONTROL.test(name)) return name;
  throw badInput(
    `${field} is ${JSON.stringify(name)}; write 1 to 250 characters without line breaks, and no space at either end.`,
    {
      field,
      found: name,
    },
  );
}

/** JSON as it is kept. Throws BAD_USER_INPUT for what PostgreSQL can't hold, or not without loss. */
export function keptJson(field: string, value: unknown): unknown {
  if (typeof value === 'bigint') return keptNumber(field, value);
  if (typeof value === 'string') return checkText(field, value, 1_000_000);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => keptJson(`${field}[${index}]`, item));
  return keptObject(field, value);
}

/** keptJson of an object. */
export function keptObject(field: string, value: object): object {
  const entries = Object.entries(value).map(([key, item]) => {
    checkText(`${field}.${key.slice(0, 80)}`, key, 1_000);
    return [key, keptJson(`${field}.${key}`, item)];
  });
  return Object.fromEntries(entries);
}

function keptNumber(field: string, value: bigint): number {
  if (isWrittenDouble(value)) return Number(value);
  throw badInput(`${field} is ${value}, beyond the whole numbers that JSON keeps exactly (2^53); write it as text.`, {
    field,
    found: value,
  });
}

/** Whether a double is written with just these digits, as JavaScript writes 1e20: then it is kept and given back as it was sent. */
export function isWrittenDouble(value: bigint): boolean {
  return String(Number(value)) === String(value);
}

/** Throws BAD_USER_INPUT for the first text or key within a parsed value that PostgreSQL can't hold, saying where it stands. */
export function checkTexts(whole: string, value: unknown, path = ''): void {
  if (typeof value === 'string') checkText(path === '' ? whole : path, value, Number.POSITIVE_INFINITY);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkTexts(whole, item, `${path}[${index}]`);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    checkText(`A key of ${path === '' ? whole.toLowerCase() : path}`, key, Number.POSITIVE_INFINITY);
    const name = key.slice(0, 80);
    checkTexts(whole, item, path === '' ? name : `${path}.${name}`);
  }
}
