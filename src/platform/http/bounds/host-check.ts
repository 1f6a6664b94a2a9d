import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../../errors.js';

/** `name`, `name.`, `name:port`, `[v6]`, `[v6]:port`. */
const AUTHORITY = /^(\[[\da-f:.]+\]|[^\s:@/?#\\[\]]+?)\.?(?::\d{0,5})?$/i;
const LOOPBACK = /^(?:localhost|127(?:\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}|\[::1\]|\[(?:0{1,4}:){7}0{0,3}1\])$/;
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests for hosts that are not ours. A page of a foreign site can have its own name resolve to 127.0.0.1 and then talk to a service on
 * loopback as if it were its own; only the Host header tells. Checked where the service listens on loopback, or where `allowed`
 * names hosts. `origins` are foreign pages that may ask for changes.
 */
export function checkHosts(
  app: FastifyInstance,
  boundTo: string,
  { allowed, origins }: { readonly allowed: readonly string[]; readonly origins: readonly string[] },
): void {
  if (allowed.includes('*') || (allowed.length === 0 && !isLoopback(boundTo))) return;
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  const isOurs = (authority: string | undefined) => {
    const name = hostName(authority);
    return name !== undefined && (LOOPBACK.test(name) || names.has(name));
  };
  const isWelcome = (origin: string) =>
    isOurs(originHost(origin)) || origins.includes('*') || origins.includes(origin.toLowerCase());
  const ours = `localhost, 127.0.0.0/8, [::1]${allowed.map((name) => `, ${name}`).join('')}`;
  const refuse = (header: string, found: string | undefined) =>
    new HeadwaterError(
      'FORBIDDEN',
      `${header} is ${JSON.stringify(found?.slice(0, 300) ?? null)}; this service answers to ${ours}. Name other hosts in the setting ALLOWED_HOSTS, origins of pages in CORS_ORIGINS.`,
      {
        field: header,
        found: found?.slice(0, 300) ?? null,
        expected: ['localhost', '127.0.0.0/8', '[::1]', ...allowed],
      },
    );
  // Nearly every request comes for the host of the one before it.
  let last: string | undefined;
  app.addHook('onRequest', (request, _reply, done) => {
    const { host, origin } = request.raw.headers;
    const target = authorityOf(request);
    if (host !== last || host === undefined) {
      if (!isOurs(host)) return done(refuse('Host', host));
      last = host;
    }
    if (target !== undefined && !isOurs(target)) return done(refuse('The host of the URL', target));
    if (origin !== undefined && (mayChange(request) || app.upgrades.asks(request)) && !isWelcome(origin))
      return done(refuse('Origin', origin));
    done();
  });
}

function isLoopback(address: string): boolean {
  return LOOPBACK.test(address) || LOOPBACK.test(`[${address}]`);
}

function hostName(authority: string | undefined): string | undefined {
  return AUTHORITY.exec(authority ?? '')?.[1]?.toLowerCase();
}

/** The host of a URL such as `GET http://host/path HTTP/1.1`, which counts more than the header does. */
function authorityOf({ raw: { url = '' } }: FastifyRequest): string | undefined {
  if (url.startsWith('/') || url === '*') return undefined;
  return /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url;
}

function originHost(origin: string): string | undefined {
  return /^https?:\/\/([^/?#]*)$/i.exec(origin)?.[1];
}

/** A GraphQL request may change things whatever its method says. */
function mayChange({ method, url }: FastifyRequest): boolean {
  return !READING.has(method) || url.startsWith('/graphql');
}
