import { type ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LimitFunction } from 'p-limit';
import { badInput } from '../errors.js';
import { payloadOf } from '../http/answers/long-answer.js';
import { failureOf, sayWhenToRetry } from '../http/answers/problem.js';
import { parseJsonExactly } from '../http/bodies/json-body.js';
import type { Elsewhere } from '../http/elsewhere.js';
import { refuseUnknownFields } from '../http/requests/refuse-unknown-fields.js';
import type { Route, RouteLimits } from '../http/route.js';
import type { JsonText } from '../memory/json-text.js';
import { NotHere } from '../not-here.js';
import { checkTexts } from '../text/check-text.js';
import type { KnownQueries } from './documents/known-queries.js';
import type { LocalDocument, LocalDocuments } from './documents/local-documents.js';
import { refusalOf } from './error-format.js';
import { checkDocumentText } from './limits/document-text.js';
import type { WritingContext } from './lists/written-fields.js';
import type { LongResults } from './long-results.js';

/** Which documents this process answers, and who answers the others. */
export interface SharedDocuments {
  readonly local: LocalDocuments;
  readonly elsewhere: Elsewhere;
  /** Lets few quick documents at once have connections, so that lookups always find one. */
  readonly quick: LimitFunction;
}

/** For each document that is answered; where more wait, others take the rest. */
const MOST_WAITING = 8;

/** Stands in an answer that nobody gets, because another process gives it. */
export const NOT_HERE = 'headwater-not-here';

interface ApolloRoute<Context extends WritingContext> {
  readonly server: ApolloServer<Context>;
  /** Those of the server. */
  readonly results: LongResults;
  /** Queries that don't need it any more. */
  readonly known: KnownQueries;
  readonly context: (request: FastifyRequest) => Promise<Context>;
  readonly shared: SharedDocuments | undefined;
  readonly limits: RouteLimits;
}

/** As Apollo sends them. */
const JSON_HEADERS: ReadonlyMap<string, string> = new Map([['content-type', 'application/json; charset=utf-8']]);
const FIELDS = ['query', 'variables', 'operationName', 'extensions'];

/**
 * An Apollo server as the route `/graphql`. By hand, because the integration package parses the URL of every request, which takes a
 * twentieth of a lookup.
 */
export function apolloRoute<Context extends WritingContext>(apollo: ApolloRoute<Context>): Route {
  const { shared, limits } = apollo;
  const leave = (request: FastifyRequest, reply: FastifyReply) => {
    shared?.elsewhere.answer(request, reply, request.bodyBytes ?? undefined);
    return reply;
  };
  return {
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    role: 'lookups',
    limits,
    sendError: sendGraphqlError,
    async answer(request, reply) {
      const search = searchOf(request.url);
      const answer = () => answerOf(apollo, request, search);
      const kind = shared === undefined ? 'local' : kindOf(shared.local, request, search);
      if (kind === undefined || (kind === 'quick' && isCrowded(shared?.quick))) return leave(request, reply);
      const { status, headers, result } = await (kind === 'quick' && shared !== undefined
        ? shared.quick(answer)
        : answer());
      if (shared !== undefined && headers.has(NOT_HERE)) return leave(request, reply);
      for (const [name, value] of headers) reply.header(name, value);
      reply.code(status);
      return payloadOf(result);
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly result: JsonText;
}

async function answerOf<Context extends WritingContext>(
  { server, results, known, context }: ApolloRoute<Context>,
  request: FastifyRequest,
  search: string,
): Promise<Answer> {
  if (request.method === 'POST' && search === '') {
    const result = await known.answer(request.body, request.headers.accept, () => context(request));
    if (result !== undefined) return { status: 200, headers: JSON_HEADERS, result };
  }
  const { status, headers, body } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headersOf(request),
      search,
      body: request.method === 'GET' ? readSearch(search) : readBody(request.body),
    },
    context: () => context(request),
  });
  // Chunks come only from @defer and @stream, which the schema doesn't have.
  if (body.kind === 'chunked') throw new Error('Apollo answered in chunks');
  return { status: status ?? 200, headers, result: results.resolve(body.string) };
}

/** What is persisted is known to one process alone, so requests that name it go to that one. */
function kindOf(local: LocalDocuments, { method, body }: FastifyRequest, search: string): LocalDocument | undefined {
  if (method === 'GET') {
    const parameters = new URLSearchParams(search);
    return parameters.has('extensions') ? undefined : local.kindOf(parameters.get('query'));
  }
  if (typeof body !== 'object' || body === null || !('query' in body) || 'extensions' in body) return undefined;
  return local.kindOf(body.query);
}

function isCrowded(quick: LimitFunction | undefined): boolean {
  return quick !== undefined && quick.pendingCount >= MOST_WAITING * quick.concurrency;
}

/** Notices that a resolver found that the request is for another process. */
export function noticeNotHere(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, response }) {
          if (errors.some(({ originalError }) => originalError instanceof NotHere))
            response.http.headers.set(NOT_HERE, 'true');
        },
      };
    },
  };
}

/** A request that was refused, or given up, is answered in the form that its client expects. */
function sendGraphqlError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const failure = failureOf(error, request);
  sayWhenToRetry(reply, failure.code);
  void reply.code(failure.status).type('application/json; charset=utf-8').send(refusalOf(failure));
}

function readBody(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  refuseUnknownFields(body, FIELDS);
  if ('query' in body && typeof body.query === 'string') checkDocumentText(body.query);
  return body;
}

/** Apollo reads a URL by itself, but would round integers: url-variables.ts puts these in their place. */
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

function headersOf(request: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

function searchOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}
