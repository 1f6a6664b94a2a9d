import canonicalize from 'canonicalize';

/** RFC 8785 text of plain JSON: equal values give equal bytes, whatever the order of their keys. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined has no JSON');
  return text;
}
