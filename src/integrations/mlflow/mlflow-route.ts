import type { FastifyRequest } from 'fastify';
import type { CallerOf } from '../../access/caller-of-request.js';
import { beginAgain } from '../../platform/database/connections/begin-again.js';
import { parseJsonExactly } from '../../platform/http/bodies/json-body.js';
import type { Route } from '../../platform/http/route.js';
import type { MlflowRoom } from './mlflow-room.js';
import type { Dispatch } from './protocol/dispatch.js';
import { wrongType } from './protocol/fields.js';
import { invalid } from './protocol/mlflow-error.js';
import { sendMlflowError } from './protocol/send-error.js';

export interface MlflowRouteOptions {
  readonly room: MlflowRoom;
  readonly caller: CallerOf;
  readonly dispatch: Dispatch;
}

/** What MLflow's own client allows a request that logs a batch. */
const LARGEST_BATCH = 1_000_000;

/** One door for all operations below a prefix: what there is of them, and who answers, is what `dispatch` knows. */
export function mlflowRoute({ room, caller: callerOf, dispatch }: MlflowRouteOptions, prefix: string): Route {
  const { bodyLimitBytes, requestTimeoutMs } = room.settings;
  return {
    method: ['GET', 'POST', 'PATCH', 'DELETE'],
    url: `${prefix}/*`,
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: bodyLimitBytes, timeMs: requestTimeoutMs },
    sendError: sendMlflowError,
    async answer(request, reply) {
      const caller = await callerOf(request);
      caller.demand('graph:read');
      const { operation, path } = dispatch.find(request.method, pathBehind(request, prefix));
      if (operation.path === 'runs/log-batch') requireSmallBatch(request);
      const asked = { caller, given: givenBy(request), isQuery: request.method === 'GET', path };
      // What an operation writes is one transaction.
      const { text } = await beginAgain(
        () => operation.answer(room, asked),
        () => caller.requireWaiting(),
      );
      return reply.type('application/json; charset=utf-8').send(text);
    },
  };
}

function pathBehind({ url }: FastifyRequest, prefix: string): string {
  const end = url.indexOf('?');
  return url.slice(prefix.length + 1, end < 0 ? undefined : end);
}

/** The body, or what stands in the URL where there can be none. Old clients send their JSON as a text of JSON. */
function givenBy({ method, query, body }: FastifyRequest): Readonly<Record<string, unknown>> {
  if (method === 'GET') return query as Readonly<Record<string, unknown>>;
  const given = typeof body === 'string' ? unpacked(body) : (body ?? {});
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrongType('body', given);
  return given as Readonly<Record<string, unknown>>;
}

function unpacked(text: string): unknown {
  try {
    return parseJsonExactly(text);
  } catch (error) {
    throw error instanceof SyntaxError ? wrongType('body', text) : error;
  }
}

function requireSmallBatch({ headers }: FastifyRequest): void {
  const size = Number(headers['content-length'] ?? 0);
  if (size <= LARGEST_BATCH) return;
  throw invalid(`Batched logging API requests must be at most ${LARGEST_BATCH} bytes, got a request of size ${size}.`);
}
