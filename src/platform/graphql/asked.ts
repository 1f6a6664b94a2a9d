import type { FastifyRequest } from 'fastify';
import { badInput } from '../errors.js';
import { parseJsonExactly } from '../http/bodies/json-body.js';
import { refuseUnknownFields } from '../http/requests/refuse-unknown-fields.js';
import { checkTexts } from '../text/check-text.js';
import type { TrustedDocuments } from './documents/trusted-documents.js';
import { checkDocumentText } from './limits/document-text.js';

const FIELDS = ['query', 'variables', 'operationName', 'extensions'];

/** What a request asks, its document written out. */
export interface Asked {
  readonly method: string;
  readonly search: string;
  readonly body: unknown;
}

export function askedBy(request: FastifyRequest, trusted: TrustedDocuments): Asked {
  const search = searchOf(request.url);
  const { method } = request;
  if (method !== 'GET') return { method, search, body: trusted.resolve(request.body) };
  return { method, search: resolveSearch(search, trusted), body: undefined };
}

/** What Apollo is given as the body. Throws BAD_USER_INPUT for what can't be one. */
export function bodyOf({ method, search, body }: Asked): unknown {
  return method === 'GET' ? readSearch(search) : readBody(body);
}

function readBody(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  refuseUnknownFields(body, FIELDS);
  if ('query' in body && typeof body.query === 'string') checkDocumentText(body.query);
  return body;
}

/** A hash in a URL, with the text in its place. */
function resolveSearch(search: string, trusted: TrustedDocuments): string {
  const parameters = new URLSearchParams(search);
  const [documentId, extensions, query] = ['documentId', 'extensions', 'query'].map((name) => parameters.get(name));
  const asked = { documentId, query, ...(extensions != null && { extensions: parseExtensions(extensions) }) };
  const resolved = trusted.resolve(asked) as { readonly query?: string };
  if (resolved === asked || resolved.query === undefined) return search;
  parameters.delete('documentId');
  parameters.delete('extensions');
  parameters.set('query', resolved.query);
  return `?${parameters}`;
}

function parseExtensions(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Apollo says what is wrong with it.
    return undefined;
  }
}

/** Apollo reads a URL by itself, but would round integers: variables/url-variables.ts puts these in their place. */
function readSearch(search: string): { readonly variables?: unknown } {
  const parameters = new URLSearchParams(search);
  checkDocumentText(parameters.get('query') ?? '');
  const text = parameters.get('variables');
  if (text === null) return {};
  try {
    const variables = parseJsonExactly(text);
    checkTexts('variables', variables, 'variables');
    return { variables };
  } catch (error) {
    if (error instanceof SyntaxError) throw badInput(`The parameter variables is not JSON: ${error.message}`);
    throw error;
  }
}

function searchOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}
