import { stringify } from 'lossless-json';
import { parseJsonExactly } from '../../src/platform/http/bodies/json-body.js';
import type { Question } from './list-questions.js';
import type { ServiceClient } from './service-client.js';

/** What the present stands in, and what only words are. */
const LEFT_OUT = new Set(['readAt', 'freshAt', 'ages', 'message', 'path', 'locations', 'detail', 'title']);

/** Asks, and gives the answer without what may differ between two readings of the same database. */
export async function ask(
  service: ServiceClient,
  { query, variables, path = '', body, headers }: Question,
): Promise<unknown> {
  if (query !== undefined) return comparable(parseJsonExactly(await service.ask(query, variables, headers)));
  const { status, text } = await service.send(body === undefined ? 'GET' : 'POST', path, headers ?? {}, body);
  return { status, body: text.startsWith('{') && !text.includes('\n') ? comparable(parseJsonExactly(text)) : text };
}

/** Errors keep their codes only; the edges of a graph stand in no order. */
export function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const all = value.map((each) => comparable(each, key));
    return key === 'edges' ? all.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1)) : all;
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([name]) => !LEFT_OUT.has(name));
  if (key === 'extensions') return { code: (value as { code?: unknown }).code };
  return Object.fromEntries(fields.map(([name, each]) => [name, comparable(each, name)]));
}

function textOf(value: unknown): string {
  return stringify(value) ?? '';
}
