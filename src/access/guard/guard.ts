import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isAction } from '../../graph/nodes/action.js';
import { HeadwaterError, notFound } from '../../platform/errors.js';
import type { WrongCredentials } from '../../platform/http/bounds/wrong-credentials.js';
import { FRONT_HEADER, type RouteRule } from '../../platform/http/route.js';
import type { Access } from '../access.js';
import { demandRight } from '../rights/demand-right.js';

/** A door, and who may use it. */
export interface RuledRoute {
  readonly method: string;
  readonly url: string;
  readonly rule: RouteRule;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is. */
    readonly ruledRoutes: readonly RuledRoute[];
    /** Finds out who sends a request, or shows itself in an event of one. Throws UNAUTHENTICATED for what is not to be believed, RATE_LIMITED for whoever guesses. */
    readonly identify: (request: FastifyRequest) => Promise<void>;
  }
}

/** Where a right is asked for that is of no project. */
const NO_PROJECT = '';

export interface GuardOptions {
  readonly isFront: boolean;
  /** Slows down whoever guesses. Undefined: nobody does. */
  readonly wrong: WrongCredentials | undefined;
  /** Whether the heads of requests were counted before they came here: then only what they show later is. */
  readonly headsAreCounted?: boolean;
}

/**
 * Stands in front of every route, those that there aren't too: who asks is known before a body is read. A route without a rule fails to
 * register, so that none is open by mistake. With `isFront`, what has no route here is passed on: the process behind asks again.
 */
export function guardRoutes(app: FastifyInstance, access: Access, options: GuardOptions): void {
  const { isFront, wrong, headsAreCounted = false } = options;
  app.decorateRequest('principal', null);
  app.decorate('identify', identifyBy(access, wrong));
  const identify = identifyBy(access, headsAreCounted ? undefined : wrong);
  const rules: RuledRoute[] = [];
  app.decorate('ruledRoutes', rules);
  app.addHook('onRoute', ({ url, method, config }) => {
    const rule = config?.rule;
    if (rule === undefined) throw new Error(`${String(method)} ${url} has no rule: say who may use it`);
    if (typeof rule === 'object' && !isAction(rule.action))
      throw new Error(`${String(method)} ${url} demands ${rule.action}, which is no action`);
    for (const each of [method].flat()) rules.push({ method: each, url, rule });
  });
  app.addHook('onRequest', (request, reply, done) => {
    const { rule } = request.routeOptions.config;
    if (rule === 'front' && request.headers[FRONT_HEADER] === undefined) return done(forFrontAlone());
    if (
      rule === 'anyone' ||
      rule === 'front' ||
      (request.is404 && isFront && request.headers.authorization === undefined)
    )
      return done();
    if (access.isKnown(request)) return pass(access, request, done);
    identify(request).then(
      () => pass(access, request, done),
      (error: Error) => {
        sayHow(reply, error);
        done(error);
      },
    );
    return undefined;
  });
}

function identifyBy(access: Access, wrong: WrongCredentials | undefined): FastifyInstance['identify'] {
  return (request) => {
    const find = () => access.find(request);
    const isGuess = wrong !== undefined && request.headers.authorization !== undefined && !access.wasKnown(request);
    return isGuess ? wrong.attempt(request, find) : find();
  };
}

function pass(access: Access, request: FastifyRequest, done: (error?: Error) => void): void {
  const { rule } = request.routeOptions.config;
  try {
    if (typeof rule === 'object' && isAction(rule.action))
      demandRight(access.principalOf(request), rule.action, NO_PROJECT);
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

/** Not Basic: browsers would ask for a password, and keep it. */
function sayHow(reply: FastifyReply, error: Error): void {
  if (error instanceof HeadwaterError && error.code === 'UNAUTHENTICATED')
    reply.header('www-authenticate', 'Bearer realm="headwater"');
}

function forFrontAlone(): Error {
  return notFound('Only the process in front of this one is told that; ask /metrics.');
}
