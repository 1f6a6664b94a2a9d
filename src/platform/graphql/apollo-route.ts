import { type ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LimitFunction } from 'p-limit';
import { payloadOf } from '../http/answers/long-answer.js';
import { failureOf, sayWhenToRetry } from '../http/answers/problem.js';
import type { Elsewhere } from '../http/elsewhere.js';
import { lifetimeOf, signalOf } from '../http/requests/request-signal.js';
import type { Route, RouteLimits } from '../http/route.js';
import type { JsonText } from '../memory/json-text.js';
import { NotHere } from '../not-here.js';
import type { FairPlaces } from '../turns/fair-places.js';
import { type Asked, askedBy, bodyOf } from './asked.js';
import type { KnownQueries } from './documents/known-queries.js';
import type { LocalDocument, LocalDocuments } from './documents/local-documents.js';
import type { TrustedDocuments } from './documents/trusted-documents.js';
import { refusalOf } from './error-format.js';
import type { WritingContext } from './lists/written-fields.js';
import type { LongResults } from './long-results.js';

/** Which documents this process answers, and who answers the others. */
export interface SharedDocuments {
  readonly local: LocalDocuments;
  readonly elsewhere: Elsewhere;
  /** Lets few quick documents at once have connections, so that lookups always find one. */
  readonly quick: LimitFunction;
}

/** Places for documents, shared fairly by those who ask. */
export interface DocumentPlaces {
  readonly places: FairPlaces;
  /** Undefined: it needs none, because nobody knows who asks. */
  readonly whoOf: (request: FastifyRequest) => string | undefined;
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
  readonly trusted: TrustedDocuments;
  readonly context: (request: FastifyRequest) => Promise<Context>;
  readonly shared: SharedDocuments | undefined;
  readonly limits: RouteLimits;
  readonly fair: DocumentPlaces | undefined;
}

/** As Apollo sends them. */
const JSON_HEADERS: ReadonlyMap<string, string> = new Map([['content-type', 'application/json; charset=utf-8']]);

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
    rule: 'signed-in',
    limits,
    sendError: sendGraphqlError,
    async answer(request, reply) {
      const asked = askedBy(request, apollo.trusted);
      const answer = () => answerOf(apollo, request, asked);
      const kind = shared === undefined ? 'local' : kindOf(shared.local, asked);
      if (kind === undefined || (kind === 'quick' && isCrowded(shared?.quick))) return leave(request, reply);
      const { status, headers, result } = await (kind === 'quick' && shared !== undefined
        ? shared.quick(answer)
        : answerFairly(shared === undefined ? apollo.fair : undefined, request, answer));
      if (shared !== undefined && headers.has(NOT_HERE)) return leave(request, reply);
      for (const [name, value] of headers) reply.header(name, value);
      reply.code(status);
      return payloadOf(result);
    },
  };
}

/** Lookups of the process that answers them alone need no place. */
function answerFairly(
  fair: DocumentPlaces | undefined,
  request: FastifyRequest,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  const who = fair?.whoOf(request);
  if (fair === undefined || who === undefined) return answer();
  const signal = () => signalOf(request);
  return fair.places.use({ who, what: 'GraphQL documents', signal }, () => {
    // Nobody waits for the answer any more.
    lifetimeOf(request).requireWaiting();
    return answer();
  });
}

interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly result: JsonText;
}

async function answerOf<Context extends WritingContext>(
  { server, results, known, context }: ApolloRoute<Context>,
  request: FastifyRequest,
  asked: Asked,
): Promise<Answer> {
  const { method, search, body: given } = asked;
  if (method === 'POST' && search === '') {
    const result = await known.answer(given, request.headers.accept, () => context(request));
    if (result !== undefined) return { status: 200, headers: JSON_HEADERS, result };
  }
  const { status, headers, body } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method,
      headers: headersOf(request),
      search,
      body: bodyOf(asked),
    },
    context: () => context(request),
  });
  // Chunks come only from @defer and @stream, which the schema doesn't have.
  if (body.kind === 'chunked') throw new Error('Apollo answered in chunks');
  return { status: status ?? 200, headers, result: results.resolve(body.string) };
}

/** What is persisted is known to one process alone, so requests that name it go to that one. */
function kindOf(local: LocalDocuments, { method, body, search }: Asked): LocalDocument | undefined {
  if (method === 'GET') {
    const parameters = new URLSearchParams(search);
    if (parameters.has('extensions')) return undefined;
    const kind = local.kindOf(parameters.get('query'));
    // How long an answer its variables make isn't looked at here.
    return kind === 'quick' && parameters.has('variables') ? undefined : kind;
  }
  if (!isObject(body) || !('query' in body) || 'extensions' in body) return undefined;
  return local.kindOf(body.query, isObject(body.variables) ? body.variables : {});
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
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
  sayWhenToRetry(reply, failure.code, failure.details);
  void reply.code(failure.status).type('application/json; charset=utf-8').send(refusalOf(failure));
}

function headersOf(request: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
