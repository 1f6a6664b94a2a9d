import { describeValue } from '../../../platform/text/describe-value.js';
import { refused } from './feast-error.js';

/** The body of a request; what a door does not know of it, Feast's server ignores too. */
export type FeastBody = Readonly<Record<string, unknown>>;

export function bodyOf(body: unknown): FeastBody {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as FeastBody;
  throw refused(`The body is ${describeValue(body)}; it is a JSON object.`);
}

/** A field that may be left out, or null. */
export function optionalText(body: FeastBody, field: string, most = 2_048): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= most) return value;
  throw refused(`${field} is ${describeValue(value)}; it is text of 1 to ${most} characters.`);
}

export function requiredText(body: FeastBody, field: string): string {
  const value = optionalText(body, field);
  if (value === undefined) throw refused(`${field} is missing.`);
  return value;
}

export function flag(body: FeastBody, field: string): boolean {
  const value = body[field];
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw refused(`${field} is ${describeValue(value)}; it is true or false.`);
}

/** A list of texts; empty where it is left out. */
export function texts(body: FeastBody, field: string, most: number): readonly string[] {
  const value = body[field] ?? [];
  if (!Array.isArray(value)) throw refused(`${field} is ${describeValue(value)}; it is a list of texts.`);
  if (value.length > most) throw refused(`${field} has ${value.length} items; at most ${most} are taken.`);
  const wrong = value.findIndex((each) => typeof each !== 'string' || each === '' || each.length > 2_048);
  if (wrong < 0) return value;
  throw refused(`${field}[${wrong}] is ${describeValue(value[wrong])}; it is text of 1 to 2048 characters.`);
}

/** A table by columns, all of one length, as pandas writes it: column → cells. */
export function columnsOf(body: FeastBody, field: string): ReadonlyMap<string, readonly unknown[]> {
  const value = body[field];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused(
      `${field} is ${describeValue(value)}; it is an object of lists, such as {"driver_id": [1001, 1002]}.`,
    );
  const columns = Object.entries(value);
  const wrong = columns.find(([, cells]) => !Array.isArray(cells));
  if (wrong !== undefined)
    throw refused(`${field}.${wrong[0].slice(0, 80)} is ${describeValue(wrong[1])}; it is a list, a value per row.`);
  const [first] = columns;
  if (first === undefined)
    throw refused(`${field} is empty; it has a column per join key, such as {"driver_id": [1001]}.`);
  const other = columns.find(([, cells]) => cells.length !== first[1].length);
  if (other !== undefined) {
    const sizes = [first, other].map(([name, cells]) => `${name.slice(0, 80)} has ${cells.length}`).join(', ');
    throw refused(`The columns of ${field} differ in length: ${sizes}.`);
  }
  return new Map(columns);
}
