import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from '../telemetry/logger.js';
import { drainOnClose } from './drain.js';
import { FailureLog } from './failure-log.js';
import { checkHosts } from './host-check.js';
import { readJsonBodiesExactly } from './json-body.js';
import { sendProblem } from './problem.js';
import { requestId } from './request-id.js';
import { addRequestSignals } from './request-signal.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Characters of an answer. */
const LONG_TEXT = 16_384;

export interface ServerOptions {
  readonly logger: Logger;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  /** The address that it will listen on, and the hosts that it answers to besides its own. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
}

/** A Fastify server with request ids, exact JSON, request signals and problem answers; it has no routes yet. */
export function createServer(options: ServerOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: options.logger.child({}, { level: options.logger.level }),
    logController: new FailureLog(),
    bodyLimit: options.bodyLimitBytes,
    requestIdHeader: false,
    genReqId: requestId,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // A URL that can't be decoded fails before any route.
    frameworkErrors: sendProblem,
  }) as unknown as FastifyInstance;
  checkHosts(app, options.host, options.allowedHosts);
  readJsonBodiesExactly(app);
  addRequestSignals(app, options.requestTimeoutMs);
  drainOnClose(app);
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
    done(null, typeof payload === 'string' && payload.length > LONG_TEXT ? bytesOf(payload) : payload);
  });
  return app;
}

/** A long text as UTF-8: Node would measure and copy it three times over. Text of ASCII alone is copied as it stands, in half the time. */
function bytesOf(text: string): Buffer {
  return Buffer.byteLength(text) === text.length ? Buffer.from(text, 'latin1') : Buffer.from(text);
}
