import type { Step } from './steps.js';

/** What a server said to a request, with names in the places of ids and times. */
export interface Said {
  readonly status: number;
  readonly body: unknown;
}

/** Sends the requests one after the other, each with the ids that earlier answers gave; gives what was said, by the name of the step. */
export async function replay(url: string, steps: readonly Step[]): Promise<Readonly<Record<string, Said>>> {
  const kept = new Map<string, string>();
  const said: Record<string, Said> = {};
  for (const { name, method, path, body, file, keep } of steps) {
    const address = path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`;
    const response = await fetch(`${url}${fill(address, kept)}`, {
      method,
      ...(file !== undefined && { body: file }),
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: fill(JSON.stringify(body), kept),
      }),
    });
    const text = await response.text();
    const answer = text.startsWith('{') ? (JSON.parse(text) as unknown) : text.slice(0, 200);
    for (const [id, place] of Object.entries(keep ?? {})) kept.set(id, String(at(answer, place)));
    if (said[name] !== undefined) throw new Error(`two steps are called ${name}`);
    said[name] = { status: response.status, body: plain(answer, kept) };
  }
  return said;
}

function fill(text: string, kept: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole);
}

function at(value: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], value);
}

/** What only the stock server says of itself. */
const ITS_OWN = ['workspace', 'error_class', 'sqlstate'];

/** Servers count experiments as they like, and each has its own clock. */
function plain(value: unknown, kept: ReadonlyMap<string, string>, key = ''): unknown {
  if (typeof value === 'string') return withNames(value, kept, key);
  if (typeof value === 'number') return /creation|update/.test(key) ? '<time>' : value;
  if (Array.isArray(value)) return inOrder(value.map((item) => plain(item, kept, key)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name]) => !ITS_OWN.includes(name))
    .map(([name, item]) => [name, plain(item, kept, name)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Short ids, such as the 2 of an experiment, stand for themselves alone; long ones within other text too. A set has no order in Python. */
function withNames(text: string, kept: ReadonlyMap<string, string>, key: string): string {
  let named = text.replace(/'\{('[^{}]*')\}/, (_, list: string) => `{${list.split(', ').sort().join(', ')}}`);
  for (const [name, id] of kept) {
    if (id.length > 8 || name === 'token') named = named.replaceAll(id, `{${name}}`);
    else if (key === 'experiment_id' && named === id) named = `{${name}}`;
    else
      named = named
        .replaceAll(new RegExp(`([/'])${id}/`, 'g'), `$1{${name}}/`)
        .replace(new RegExp(`(artifacts:)/${id}$`), `$1/{${name}}`);
  }
  return named;
}

/** Lists of what has keys, and of the latest versions, have no order. */
function inOrder(items: unknown[]): unknown[] {
  const isKeyed = (name: string) => items.every((item) => typeof item === 'object' && item !== null && name in item);
  const isHistory = new Set(items.map((item) => (item as { key?: unknown }).key)).size < items.length;
  const isUnordered = (isKeyed('key') && !isHistory) || isKeyed('current_stage');
  return isUnordered ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
}

/** Where two answers differ: the path within it, and both values as JSON. */
export function differences(stock: unknown, own: unknown, path = ''): string[] {
  if (JSON.stringify(stock) === JSON.stringify(own)) return [];
  const both = [stock, own].every((each) => typeof each === 'object' && each !== null);
  if (!both || Array.isArray(stock) !== Array.isArray(own))
    return [`${path}: ${JSON.stringify(stock)} ≠ ${JSON.stringify(own)}`];
  const [a, b] = [stock as Readonly<Record<string, unknown>>, own as Readonly<Record<string, unknown>>];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.flatMap((key) => differences(a[key], b[key], path === '' ? key : `${path}.${key}`));
}
