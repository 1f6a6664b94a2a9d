import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { CloseCode, makeServer, type Server } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { translateDatabaseError } from '../../database/connections/database-errors.js';
import { badInput, type ErrorCode, HeadwaterError } from '../../errors.js';
import type { Route } from '../../http/route.js';
import type { EndlessAnswers } from '../../http/streams/endless-answers.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Callers } from './callers.js';
import { endable } from './endable.js';
import type { LendContext, Subscriber, Subscription, SubscriptionContext } from './subscriber.js';
import { connect, type Extra, placeFor } from './websocket-connection.js';

/** Bytes of a message: as much as a document and its variables take. */
const LONGEST_MESSAGE = 262_144;
/** Subscriptions of one connection. */
const MOST_OPEN = 20;
/** Milliseconds until the first message has to say who it is. */
const INIT_MS = 5_000;
const PROTOCOL = 'graphql-transport-ws';
/** Bytes of the reason of a close. */
const LONGEST_REASON = 120;
const HEADERS = new Set(['authorization', 'headwater-project', 'headwater-user']);
const RESTART = 1012;
/** Clients try again after this one; whoever is forbidden doesn't. */
const TRY_LATER = 1013;
const LATER: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED']);
const RESTARTS = 'The service restarts; connect again, resume with after.';

export interface WebSocketRouteOptions<Context extends SubscriptionContext> {
  readonly schema: GraphQLSchema;
  readonly subscriber: Subscriber<Context>;
  readonly callers: Callers<Context>;
  readonly endless: EndlessAnswers;
  readonly logger: Logger;
  readonly timeMs: number;
}

interface Connection<Context> extends Extra {
  readonly request: FastifyRequest;
  /** Known once the first message has come. */
  lend: LendContext<Context>;
  who: string;
  end: (code: number, why: string) => void;
}

/** graphql-transport-ws at `/graphql`, for subscriptions. Browsers can't send headers with it, so the first message may carry them. */
export function websocketRoute<Context extends SubscriptionContext>(options: WebSocketRouteOptions<Context>): Route {
  const { endless, logger, timeMs } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  const server = subscriptionServer(options);
  return {
    method: 'GET',
    url: '/graphql/websocket',
    role: 'api',
    rule: 'anyone',
    limits: { bodyBytes: 'none', timeMs },
    answer(request, reply) {
      const upgrade = request.server.upgrades.take(request, reply);
      if (upgrade === undefined) return sayWhatToUpgradeTo(reply);
      sockets.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) => {
        const extra: Connection<Context> = {
          request,
          texts: new Map(),
          open: 0,
          who: '',
          lend: () => Promise.reject(new Error('nobody has said who it is')),
          end: (code, why) => end(code, why),
        };
        const end = connect(server, socket, extra, logger);
        const leave = endless.beginIdle(() => end(RESTART, RESTARTS));
        socket.once('close', leave);
      });
      return reply;
    },
  };
}

/** What answers the messages of a connection, whoever has accepted it. */
function subscriptionServer<Context extends SubscriptionContext>({
  schema,
  subscriber,
  callers,
  endless,
}: WebSocketRouteOptions<Context>): Server<Connection<Context>> {
  // The subscriber reads documents, under its limits; graphql-ws wants to be told that it is a subscription.
  const document = parse('subscription { __typename }');

  function begin(extra: Connection<Context>, asked: Subscription): AsyncGenerator<WrittenResult> | HeadwaterError {
    try {
      if (extra.open >= MOST_OPEN)
        throw new HeadwaterError('RATE_LIMITED', `This connection has ${MOST_OPEN} subscriptions; end some first.`);
      const leave = endless.begin(extra.who, () => extra.end(RESTART, RESTARTS));
      extra.open++;
      const results = (signal: AbortSignal) => withText(subscriber.results(asked, extra.lend, signal));
      return endable(results, () => {
        extra.open--;
        leave();
      });
    } catch (error) {
      if (error instanceof HeadwaterError) return error;
      throw error;
    }
  }

  return makeServer<Record<string, unknown>, Connection<Context>>({
    connectionInitWaitTimeout: INIT_MS,
    async onConnect({ extra, connectionParams }) {
      try {
        const headers = readHeaders(connectionParams);
        extra.lend = () => callers.lend(extra.request, headers);
        extra.who = await callers.whoIs(extra.request, headers);
        return true;
      } catch (error) {
        const known = error instanceof HeadwaterError ? error : translateDatabaseError(error);
        if (known === undefined) throw error;
        extra.end(LATER.has(known.code) ? TRY_LATER : CloseCode.Forbidden, reasonOf(known.message));
        return false;
      }
    },
    onSubscribe({ extra }, _id, payload) {
      const refused = begin(extra, payload as Subscription);
      return refused instanceof HeadwaterError
        ? [new GraphQLError(refused.message, { extensions: { ...refused.details, code: refused.code } })]
        : { schema, document, contextValue: refused };
    },
    subscribe: ({ contextValue }) => contextValue as AsyncGenerator<WrittenResult>,
    onNext: ({ extra }, _id, _payload, _args, { data }) => placeFor(extra, (data as WrittenResult['data']).text),
  });
}

function sayWhatToUpgradeTo(reply: FastifyReply): FastifyReply {
  const detail = `Connect with a WebSocket client that speaks ${PROTOCOL}.`;
  return reply
    .code(426)
    .header('upgrade', 'websocket')
    .type('application/problem+json')
    .send(JSON.stringify({ title: 'BAD_USER_INPUT', status: 426, detail, code: 'BAD_USER_INPUT' }));
}

/** A result that is JSON already, in the form of one. */
interface WrittenResult {
  readonly data: { readonly text: string };
}

async function* withText(results: AsyncGenerator<string, void>): AsyncGenerator<WrittenResult, void> {
  for await (const text of results) yield { data: { text } };
}

/** What the first message may say of headers: `{"authorization": "Bearer …", "headwater-project": "…"}`. What else it says is for others. */
function readHeaders(given: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [written, value] of Object.entries(given ?? {})) {
    const name = written.toLowerCase();
    if (!HEADERS.has(name)) continue;
    if (typeof value !== 'string') throw badInput(`${name} of connection_init is no text.`, { field: name });
    if (headers[name] !== undefined) throw badInput(`connection_init has ${name} twice; send one.`, { field: name });
    headers[name] = Buffer.from(value).toString('latin1');
  }
  return headers;
}

function reasonOf(message: string): string {
  let reason = message;
  while (Buffer.byteLength(reason) > LONGEST_REASON) reason = reason.slice(0, -1);
  return reason.toWellFormed();
}
