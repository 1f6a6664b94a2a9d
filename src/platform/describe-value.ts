const LONGEST_FOUND = 1_000;

/** A value in an error message: short, and with its digits. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  const text = hasNoJson(value) ? String(value) : (JSON.stringify(value, asText) ?? String(value));
  return (text.length > 80 ? `${text.slice(0, 77)}...` : text).toWellFormed();
}

/** The details of an error as they go into an answer: JSON has no bigint, and nobody gets a megabyte back. */
export function printableDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, printable(value)]));
}

function printable(value: unknown): unknown {
  if (hasNoJson(value)) return String(value);
  if (typeof value === 'string') return value.length > LONGEST_FOUND ? describeValue(value) : value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value, asText) ?? 'null';
  return text.length > LONGEST_FOUND ? describeValue(value) : JSON.parse(text);
}

function asText(_key: string, value: unknown): unknown {
  return hasNoJson(value) ? String(value) : value;
}

function hasNoJson(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value));
}
