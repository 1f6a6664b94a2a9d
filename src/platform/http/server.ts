import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from '../telemetry/logger.js';
import { boundBodies } from './bounded-bodies.js';
import { answerClientError } from './client-errors.js';
import { drainOnClose } from './drain.js';
import { FailureLog } from './failure-log.js';
import { checkHosts } from './host-check.js';
import { readJsonBodiesExactly } from './json-body.js';
import { readLeftoverBodies } from './leftover-body.js';
import { sendLongAnswers } from './long-answers.js';
import { sendProblem } from './problem.js';
import { requestId } from './request-id.js';
import { addRequestSignals } from './request-signal.js';
import { RequestsUnderWay } from './requests-under-way.js';
import { endSlowClients } from './slow-clients.js';
import type { TrafficLimits } from './traffic-limits.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** How often Node looks for connections whose request has not come in time. */
const CHECKING_MS = 1_000;

export interface ServerOptions {
  readonly logger: Logger;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  /** The address that it will listen on, and the hosts that it answers to besides its own. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly traffic: TrafficLimits;
}

/** A Fastify server with request ids, exact JSON, request signals and problem answers; it has no routes yet. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { traffic } = options;
  const app = Fastify({
    loggerInstance: options.logger.child({}, { level: options.logger.level }),
    logController: new FailureLog(),
    bodyLimit: options.bodyLimitBytes,
    requestIdHeader: false,
    genReqId: requestId,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // Longer than any that slow-clients.ts lets go on.
    requestTimeout: traffic.transferMs + 2 * CHECKING_MS,
    http: { connectionsCheckingInterval: CHECKING_MS, headersTimeout: traffic.headersMs },
    // A URL that can't be decoded fails before any route.
    frameworkErrors: sendProblem,
    clientErrorHandler: answerClientError,
  }) as unknown as FastifyInstance;
  app.server.maxConnections = traffic.connections;
  addRequestSignals(app, options.requestTimeoutMs);
  const underWay = new RequestsUnderWay(app, traffic.requests);
  checkHosts(app, options.host, options.allowedHosts);
  boundBodies(app, underWay, traffic.waitingBodyBytes);
  readJsonBodiesExactly(app);
  endSlowClients(app, underWay, { limits: traffic, requestTimeoutMs: options.requestTimeoutMs });
  readLeftoverBodies(app);
  drainOnClose(app, underWay);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const methods = METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
    const status = methods.length === 0 ? 404 : 405;
    if (status === 405) reply.header('allow', methods.join(', '));
    const hint = status === 405 ? `It takes ${methods.join(', ')}.` : 'GraphQL is POST /graphql, GraphiQL is GET /.';
    const title = status === 405 ? 'BAD_USER_INPUT' : 'NOT_FOUND';
    const detail = `There is no ${request.method} ${request.url}. ${hint}`;
    return reply
      .code(status)
      .type('application/problem+json')
      .send(JSON.stringify({ title, status, detail, code: title }));
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id);
    done(null, payload);
  });
  sendLongAnswers(app, underWay, traffic);
  return app;
}
