const LONGEST_FOUND = 1_000;
const LONGEST_DESCRIBED = 80;

/** A value in an error message: short, and with its digits. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  const text = hasNoJson(value) ? String(value) : (jsonOf(value, LONGEST_DESCRIBED) ?? String(value));
  return (text.length > LONGEST_DESCRIBED ? `${text.slice(0, LONGEST_DESCRIBED - 3)}...` : text).toWellFormed();
}

/** The details of an error as they go into an answer: JSON has no bigint, and nobody gets a megabyte back. */
export function printableDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, printable(value)]));
}

function printable(value: unknown): unknown {
  if (hasNoJson(value)) return String(value);
  if (typeof value === 'string') return value.length > LONGEST_FOUND ? describeValue(value) : value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  const text = jsonOf(value, LONGEST_FOUND) ?? 'null';
  return text.length > LONGEST_FOUND ? describeValue(value) : JSON.parse(text);
}

/** The JSON of a value; where that has more than `most` characters its beginning, at least so many. It never looks at what comes after. */
function jsonOf(value: unknown, most: number): string | undefined {
  let left = most + 1;
  const take = (text: string) => {
    left -= text.length + 2;
    return text.slice(0, most + 1);
  };
  const beginning = (part: unknown): unknown => {
    if (typeof part === 'string') return take(part);
    left--;
    if (hasNoJson(part)) return String(part);
    if (typeof part !== 'object' || part === null || 'toJSON' in part) return part;
    if (Array.isArray(part)) {
      const items: unknown[] = [];
      for (let at = 0; at < part.length && left > 0; at++) items.push(beginning(part[at]));
      return items;
    }
    const fields: [string, unknown][] = [];
    for (const name in part) {
      if (left <= 0) break;
      const field = (part as Record<string, unknown>)[name];
      if (field !== undefined) fields.push([take(name), beginning(field)]);
    }
    return Object.fromEntries(fields);
  };
  return JSON.stringify(beginning(value));
}

function hasNoJson(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value));
}
