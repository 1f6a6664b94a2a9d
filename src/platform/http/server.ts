import type { IncomingMessage } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Capacity } from '../memory/capacity.js';
import { NotHere } from '../not-here.js';
import type { Logger } from '../telemetry/logger.js';
import { answerClientErrors } from './answers/client-errors.js';
import { FailureLog } from './answers/failure-log.js';
import { answerNotFound } from './answers/not-found.js';
import { sendProblem } from './answers/problem.js';
import { boundBodies } from './bodies/bounded-bodies.js';
import { readLeftoverBodies } from './bodies/leftover-body.js';
import { readJsonBodiesExactly } from './bodies/read-json-bodies.js';
import { allowOrigins } from './bounds/allowed-origins.js';
import { drainOnClose } from './bounds/drain.js';
import { refuseGoneClients } from './bounds/gone-clients.js';
import { checkHosts } from './bounds/host-check.js';
import { sendLongAnswers } from './bounds/long-answers.js';
import { limitRate } from './bounds/rate-limit.js';
import { takeRequestsInTurn } from './bounds/request-turns.js';
import { RequestsUnderWay } from './bounds/requests-under-way.js';
import { endSlowClients } from './bounds/slow-clients.js';
import { limitTime } from './bounds/time-limit.js';
import type { TrafficLimits } from './bounds/traffic-limits.js';
import { type Elsewhere, leaveToOthers } from './elsewhere.js';
import { refuseRepeated } from './requests/repeated-headers.js';
import { requestId } from './requests/request-id.js';
import { addRequestSignals } from './requests/request-signal.js';
import { Upgrades } from './upgrades.js';

/** How often Node looks for connections whose request has not come in time. */
const CHECKING_MS = 1_000;

export interface ServerOptions {
  readonly logger: Logger;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  /** The address that it will listen on, and the hosts that it answers to besides its own. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
  /** Headers besides Host, in lower case, that a request has once at most. */
  readonly single?: readonly string[];
  /** Origins whose pages may ask it from a browser. */
  readonly origins: readonly string[];
  readonly traffic: TrafficLimits;
  /** Bytes for answers that are made and not sent yet. */
  readonly answerMemory: Capacity;
  /** What a request's URL is for its routes; it may change headers. */
  readonly rewriteUrl?: (request: IncomingMessage) => string;
  /** Stands in front of every route, and of what is passed on, once the host is known to be ours. */
  readonly guard?: (app: FastifyInstance) => Promise<void>;
  /** Who sends a request, once `guard` has found out; undefined where nobody was asked. */
  readonly nameOf?: (request: FastifyRequest) => string | undefined;
  /** Answers what this server has no route for. Undefined: nobody does. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Milliseconds after which a connection is closed that nothing comes on; 0: never. */
  readonly idleMs?: number;
}

const LONGEST_PARAMETER = 2_048;

/** A Fastify server with request ids, exact JSON, request signals and problem answers; it has no routes yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { traffic, elsewhere } = options;
  const app = Fastify({
    loggerInstance: options.logger.child({}, { level: options.logger.level }),
    logController: new FailureLog(),
    bodyLimit: options.bodyLimitBytes,
    // A reference stands in paths, and may hold two names of 256 characters.
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    ...(options.rewriteUrl !== undefined && { rewriteUrl: options.rewriteUrl }),
    requestIdHeader: false,
    genReqId: requestId,
    ...(traffic.proxies !== undefined && { trustProxy: traffic.proxies }),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // Longer than any that slow-clients.ts lets go on.
    ...(options.idleMs !== undefined && { keepAliveTimeout: options.idleMs }),
    requestTimeout: traffic.transferMs + 2 * CHECKING_MS,
    http: { connectionsCheckingInterval: CHECKING_MS, headersTimeout: traffic.headersMs },
    // A URL that can't be decoded fails before any route.
    frameworkErrors(error, request, reply) {
      // Nor do hooks see it.
      reply.header('x-request-id', request.id);
      sendProblem(error, request, reply);
    },
    clientErrorHandler: answerClientErrors(),
  }) as unknown as FastifyInstance;
  app.server.maxConnections = traffic.connections;
  app.decorate('upgrades', new Upgrades(app));
  addRequestSignals(app, options.requestTimeoutMs);
  limitTime(app, options.requestTimeoutMs);
  const underWay = new RequestsUnderWay(app, traffic.requests);
  takeRequestsInTurn(app.server, underWay);
  refuseRepeated(app, ['host', ...(options.single ?? [])]);
  checkHosts(app, options.host, { allowed: options.allowedHosts, origins: options.origins });
  await allowOrigins(app, options.origins);
  await limitRate(app, { most: traffic.requestsPerAddress, setting: 'RATE_LIMIT_PER_ADDRESS' });
  await options.guard?.(app);
  await limitRate(app, {
    most: traffic.requestsPerPrincipal,
    setting: 'RATE_LIMIT_PER_PRINCIPAL',
    who: { what: 'principal', keyOf: (request) => options.nameOf?.(request) ?? request.ip },
  });
  refuseGoneClients(app);
  if (elsewhere !== undefined) leaveToOthers(app, elsewhere);
  boundBodies(app, underWay, traffic.waitingBodyBytes);
  readJsonBodiesExactly(app, { keepBytes: elsewhere !== undefined });
  endSlowClients(app, underWay, { limits: traffic, requestTimeoutMs: options.requestTimeoutMs });
  readLeftoverBodies(app);
  drainOnClose(app, underWay);
  app.setErrorHandler((error: Error, request, reply) => {
    if (error instanceof NotHere) elsewhere?.answer(request, reply, request.bodyBytes ?? undefined);
    else sendProblem(error, request, reply);
  });
  answerNotFound(app);
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id);
    // What was stored is never to be taken for a page.
    reply.header('x-content-type-options', 'nosniff');
    done(null, payload);
  });
  sendLongAnswers(app, underWay, traffic, options.answerMemory);
  return app;
}
