import { stringifyExactly } from '../../../platform/http/bodies/json-body.js';

/** JSON text that is the same for the same event, whatever the order of its keys; whole numbers keep all their digits. */
export function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return stringifyExactly(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalText(field)}`).join(',')}}`;
}
