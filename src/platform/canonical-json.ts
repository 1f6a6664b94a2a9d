import { createRequire } from 'node:module';

// The package's types describe a default export that its CommonJS file does not have under nodenext.
const canonicalize = createRequire(import.meta.url)('canonicalize') as (value: unknown) => string | undefined;

/** RFC 8785 text of plain JSON: equal values give equal bytes, whatever the order of their keys. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined has no JSON');
  return text;
}
