import type { FastifyInstance } from 'fastify';
import { nearNames } from '../../text/did-you-mean.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const LONGEST = 200;
/** Of what lies elsewhere, what takes any path is a page, or a part of one. */
const API = '/v1/';
const GENERAL = 'GraphQL is POST /graphql, GraphiQL is GET /.';

interface Route {
  readonly method: string;
  /** Such as `/v1/training-sets/:ref`. */
  readonly path: string;
}

/** Answers requests that no route takes: with the methods that its address takes, or the addresses that may have been meant. */
export function answerNotFound(app: FastifyInstance): void {
  const routes: Route[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      if (each === 'HEAD' || each === 'OPTIONS' || (url.includes('*') && !url.startsWith(API))) continue;
      routes.push({ method: each, path: url.replace('*', ':path') });
    }
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const methods = METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
    const status = methods.length === 0 ? 404 : 405;
    if (status === 405) reply.header('allow', methods.join(', '));
    const hint = status === 405 ? `It takes ${methods.join(', ')}.` : hintFor(path, routes);
    const title = status === 405 ? 'BAD_USER_INPUT' : 'NOT_FOUND';
    const detail = `There is no ${request.method} ${request.url.slice(0, LONGEST)}. ${hint}`;
    return reply
      .code(status)
      .type('application/problem+json')
      .send(JSON.stringify({ title, status, detail, code: title }));
  });
}

function hintFor(path: string, routes: readonly Route[]): string {
  const near = nearRoutes(path, routes);
  if (near.length > 0) return `Did you mean ${near.map(describe).join(' or ')}?`;
  const [, version = ''] = path.toLowerCase().split('/');
  const siblings = routes
    .filter((route) => route.path.startsWith(`/${version}/`))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return siblings.length === 0 ? GENERAL : `Under /${version} there are ${siblings.map(describe).join(', ')}.`;
}

/** Routes whose fixed parts look like those of the path. */
function nearRoutes(path: string, routes: readonly Route[]): Route[] {
  const given = path.split('/');
  const filled = routes.map((route) => ({ route, text: fill(route.path, given) }));
  const same = filled.filter(({ text }) => plain(text) === plain(path));
  if (same.length > 0) return same.map(({ route }) => route);
  const near = new Set(nearNames(path, [...new Set(filled.map(({ text }) => text))]));
  return (
    filled
      .filter(({ route, text }) => near.has(text) && isNear(given, route.path.split('/')))
      // Who asks for the API means no page.
      .filter(({ route }) => !path.startsWith(API) || route.path.startsWith(API))
      .map(({ route }) => route)
  );
}

/** Whether the parts that the route fixes are near: what fills the others is alike anyhow. */
function isNear(given: readonly string[], route: readonly string[]): boolean {
  const fixed = (parts: readonly string[]) => parts.filter((_, index) => !route[index]?.startsWith(':')).join('/');
  return nearNames(fixed(given), [fixed(route)]).length > 0;
}

/** A path but for what is easily mistaken in one. */
function plain(path: string): string {
  return path.toLowerCase().replace(/\/$/, '');
}

/** The route with the values that the path has where the route takes any. */
function fill(path: string, given: readonly string[]): string {
  return path
    .split('/')
    .map((part, index) => (part.startsWith(':') ? (given[index] ?? part) : part))
    .join('/');
}

function describe({ method, path }: Route): string {
  return `${method} ${path}`;
}
