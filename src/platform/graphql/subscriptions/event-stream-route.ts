import { badInput } from '../../errors.js';
import { parseJsonExactly } from '../../http/bodies/json-body.js';
import { lifetimeOf } from '../../http/requests/request-signal.js';
import type { Route, RouteLimits } from '../../http/route.js';
import type { EndlessAnswers } from '../../http/streams/endless-answers.js';
import { type ServerEvent, sendEvents } from '../../http/streams/event-stream.js';
import type { Callers } from './callers.js';
import type { Subscriber, Subscription, SubscriptionContext } from './subscriber.js';

export interface EventStreamRouteOptions<Context extends SubscriptionContext> {
  readonly subscriber: Subscriber<Context>;
  readonly callers: Callers<Context>;
  readonly endless: EndlessAnswers;
  readonly limits: RouteLimits;
}

/** Subscriptions over server-sent events, one for each request: the distinct connections mode of graphql-sse. */
export function eventStreamRoute<Context extends SubscriptionContext>({
  subscriber,
  callers,
  endless,
  limits: { bodyBytes, timeMs },
}: EventStreamRouteOptions<Context>): Route {
  return {
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes, timeMs },
    async answer(request, reply) {
      const asked = request.method === 'POST' ? readBody(request.body) : readSearch(request.query);
      const who = await callers.whoIs(request);
      const restart = new AbortController();
      lifetimeOf(request).whenSent(endless.begin(who, () => restart.abort()));
      const lend = () => callers.lend(request);
      return sendEvents(request, reply, (gone) =>
        events(subscriber.results(asked, lend, AbortSignal.any([gone, restart.signal])), restart.signal),
      );
    },
  };
}

async function* events(results: AsyncIterable<string>, restart: AbortSignal): AsyncGenerator<ServerEvent, void> {
  for await (const data of results) yield { event: 'next', data };
  // Its client connects again where the stream ends without this.
  if (!restart.aborted) yield { event: 'complete', data: '' };
}

function readBody(body: unknown): Subscription {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw badInput('The body is no JSON object with query, variables and operationName.');
}

function readSearch(search: unknown): Subscription {
  const { query, variables, operationName } = search as Readonly<Record<string, unknown>>;
  if (variables === undefined || variables === '') return { query, operationName };
  if (typeof variables !== 'string') throw badInput('The parameter variables is given twice.', { field: 'variables' });
  try {
    return { query, operationName, variables: parseJsonExactly(variables) };
  } catch (error) {
    if (error instanceof SyntaxError) throw badInput(`The parameter variables is not JSON: ${error.message}`);
    throw error;
  }
}
