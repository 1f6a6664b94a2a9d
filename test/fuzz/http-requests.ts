import type { GraphQLSchema } from 'graphql';
import type { Draw } from './draw.js';
import { damaged, graphqlBody } from './graphql-documents.js';
import { rowOf, type World } from './graphql-values.js';
import { nastyJson, nastyText, nastyTime, toJson } from './nasty-values.js';

/** How the bytes of a request come. */
export type Pace = 'WHOLE' | 'SLOW' | 'HALF';

export interface FuzzRequest {
  readonly method: string;
  /** With the query, as it stands in the request. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly pace: Pace;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Any request to any route. */
export function fuzzRequest(draw: Draw, schema: GraphQLSchema, world: World): FuzzRequest {
  const kind = draw.integer(1, 100);
  const request =
    kind <= 60
      ? post('/graphql', JSON_TYPE, graphqlBody(draw, schema, world))
      : kind <= 75
        ? post('/v1/features', JSON_TYPE, lookupBody(draw, world))
        : kind <= 92
          ? upload(draw, world)
          : other(draw, world);
  const pace: Pace = draw.percent(92) ? 'WHOLE' : draw.oneOf(['SLOW', 'HALF'] as const);
  return draw.percent(95) ? { ...request, pace } : { ...request, pace, headers: oddHeaders(draw, request.headers) };
}

type Bare = Omit<FuzzRequest, 'pace'>;

function post(path: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array): Bare {
  return { method: 'POST', path, headers, body: Buffer.from(body as Uint8Array) };
}

function lookupBody(draw: Draw, world: World): string {
  const entities = draw.percent(80)
    ? draw.list(draw.integer(0, 4), () => draw.oneOf(world.keys))
    : draw.oneOf<unknown>([nastyJson(draw), { airport: ['SEA', 'SFO'] }, { airport: nastyJson(draw) }]);
  const about = draw.oneOf<object>([
    { features: draw.list(draw.integer(0, 3), () => draw.oneOf(world.refs)) },
    { model: draw.oneOf(world.refs) },
    { deployment: draw.oneOf(world.refs), modelVersion: draw.oneOf(world.refs) },
    { features: nastyJson(draw) },
    { [nastyText(draw)]: nastyJson(draw, 1) },
  ]);
  const more = draw.oneOf<object>([
    {},
    { asOf: nastyTime(draw) },
    { include: draw.oneOf<unknown>([[], ['statuses'], ['eventTimes', 'eventTimes'], nastyJson(draw, 1)]) },
    { onExpired: draw.oneOf(['NULL', 'VALUE', nastyText(draw)]) },
  ]);
  const body = toJson({ ...about, entities, ...more });
  return draw.percent(90) ? body : damaged(draw, body);
}

const CONTENT_TYPES = [
  'application/x-ndjson',
  'text/csv',
  'application/vnd.apache.parquet',
  'application/json',
  'text/csv; charset=utf-16',
  'multipart/form-data; boundary=x',
  '',
] as const;

function upload(draw: Draw, world: World): Bare {
  const type = draw.percent(85) ? draw.oneOf(CONTENT_TYPES.slice(0, 2)) : draw.oneOf(CONTENT_TYPES);
  const query = draw.oneOf([
    '',
    '?on-error=skip',
    '?on-error=abort',
    `?on-error=${encodeURIComponent(draw.text(5))}`,
    '?x=1',
  ]);
  const path = `/v1/feature-sets/${encodeURIComponent(wellFormed(draw.oneOf(world.refs)))}/rows${query}`;
  const key = draw.percent(20) ? { 'idempotency-key': draw.oneOf(['a', 'b', 'c'.repeat(5_000)]) } : {};
  const rows = draw.list(draw.integer(0, 6), () => rowOf(draw, world));
  const text = type === 'text/csv' ? csvOf(draw, rows) : rows.map(toJson).join('\n');
  const body = draw.percent(10) ? draw.bytes(200) : Buffer.from(draw.percent(25) ? damaged(draw, text) : text);
  return post(path, { ...(type === '' ? {} : { 'content-type': type }), ...key }, body);
}

function csvOf(draw: Draw, rows: readonly Record<string, unknown>[]): string {
  const header = Object.keys(rows[0] ?? { airport: '' });
  const separator = draw.percent(85) ? ',' : draw.oneOf([';', '\t', '|']);
  const cell = (value: unknown) => {
    const text = typeof value === 'string' ? value : toJson(value);
    return draw.percent(80) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => header.map((name) => cell(row[name])).join(separator));
  return [header.join(separator), ...lines].join(draw.percent(80) ? '\n' : '\r\n');
}

function other(draw: Draw, world: World): Bare {
  const ref = encodeURIComponent(wellFormed(draw.percent(60) ? draw.oneOf(world.refs) : nastyText(draw).slice(0, 500)));
  const path = draw.oneOf([
    `/v1/training-sets/${ref}`,
    `/v1/ingests/${ref}/bad-rows`,
    '/healthz',
    '/readyz',
    '/metrics',
    '/',
    '/graphql?query={__typename}',
    `/${ref}`,
    '/%',
    '/%ff',
    '//v1//features',
    `/v1/features/../../${ref}`,
    `/?${'a=1&'.repeat(2_000)}`,
  ]);
  const method = draw.oneOf(['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']);
  return { method, path, headers: {}, body: Buffer.alloc(0) };
}

function oddHeaders(draw: Draw, headers: Readonly<Record<string, string>>): Record<string, string> {
  // Bytes that HTTP itself allows in a header; what it does not allow would end at Node's parser.
  const value = Buffer.from(draw.bytes(40))
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
    .trim();
  const name = draw.oneOf([
    'headwater-user',
    'headwater-project',
    'x-request-id',
    'accept',
    'content-type',
    'content-encoding',
  ]);
  return {
    ...headers,
    [name]: draw.percent(50)
      ? value
      : draw.oneOf(['', 'default', 'ghost', 'x'.repeat(4_000), 'gzip', "UTF-8''%E7%94%9F", "UTF-8''%"]),
  };
}

function wellFormed(text: string): string {
  return text.toWellFormed();
}
