import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** What one request may cost. */
export interface RouteLimits {
  /** The most bytes of a body that is read before the route is asked; a body that the route reads itself, as a stream, has no such limit. */
  readonly bodyBytes: number | 'streamed' | 'none';
  /** Milliseconds until it is answered TIMEOUT. What streams, this way or that, takes as long as its data. */
  readonly timeMs: number;
}

/**
 * Who may use a route: anyone, or whoever has shown who it is, or only who may do something of the service as a whole, or only the process in front of
 * this one. What a request asks of a project is for its use case to allow.
 */
export type RouteRule = 'anyone' | 'signed-in' | { readonly action: string } | 'front';

/** Set by the process in front where it asks something itself; what clients send of it, it leaves out. */
export const FRONT_HEADER = 'headwater-front';

declare module 'fastify' {
  interface FastifyContextConfig {
    rule?: RouteRule;
  }
}

/** One door into the service: a method and a URL, what a request may cost, and who answers it. There is no door that isn't one. */
export interface Route {
  readonly method: Method | Method[];
  readonly url: string;
  /** Services without this role have no such route; `api` is the role of all of them but those that each `process` has. */
  readonly role: 'process' | 'api' | 'lookups';
  readonly rule: RouteRule;
  readonly limits: RouteLimits;
  /** Prepares the scope that the route has to itself, such as for other bodies than JSON. */
  readonly prepare?: (scope: FastifyInstance) => void | Promise<void>;
  /** What it sends; undefined where it has sent the reply itself. */
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => unknown;
  /** Sends what a request failed with, where its clients expect another form than a problem. */
  readonly sendError?: (error: Error, request: FastifyRequest, reply: FastifyReply) => void;
}

/** Whether a process with these roles has the route. */
export function isServedBy({ role }: Route, roles: readonly string[]): boolean {
  return role === 'process' || roles.includes('api') || roles.includes(role);
}

/** Adds a route with its limits, in a scope of its own where it prepares one, so that what it does there concerns no other. */
export async function registerRoute(app: FastifyInstance, route: Route): Promise<void> {
  const { method, url, answer, sendError, rule, limits, prepare } = route;
  const { bodyBytes, timeMs } = limits;
  const add = (scope: FastifyInstance) =>
    scope.route({
      method,
      url,
      handler: answer,
      config: { timeMs, rule },
      ...(sendError !== undefined && { errorHandler: sendError }),
      ...(typeof bodyBytes === 'number' && { bodyLimit: bodyBytes }),
    });
  if (prepare === undefined) add(app);
  else
    await app.register(async (scope) => {
      await prepare(scope);
      add(scope);
    });
}
