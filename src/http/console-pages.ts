import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathParameter } from '../platform/http/requests/path-parameter.js';
import type { Route } from '../platform/http/route.js';
import { packageFile } from '../platform/package/package-file.js';
import type { RouteSettings } from './route-settings.js';

/**
 * What the pages may load: only this origin, without `eval` and without inline scripts. The exceptions are Monaco's: it
 * writes style elements and attributes, draws squiggles as `data:` images, and GraphiQL's style sheet holds its fonts.
 */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  workerSrc: ["'self'"],
  connectSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

const SECURITY_HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
  // Whoever ends TLS knows whether all of its host is to be asked by TLS alone.
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
};

const NOT_BUILT = "The console isn't built: run `npm run build:console`\n";

/** Which page it is, and of what, the pages read from their address. */
const PAGES = [
  ...['/runs', '/runs/*', '/compare', '/models', '/models/*', '/deployments', '/deployments/*'],
  ...['/features', '/features/*', '/changes'],
] as const;

/** GraphiQL at `/`, the picture of a node at `/lineage/<ref>`, pages of runs, models and so on; without a built bundle they answer 503 with the command that builds it. */
export function consoleRoutes(
  { requestTimeoutMs }: Pick<RouteSettings, 'requestTimeoutMs'>,
  directory = fileURLToPath(packageFile('dist/console')),
): Route[] {
  const page = {
    method: 'GET',
    role: 'api',
    rule: 'anyone',
    limits: { bodyBytes: 'none', timeMs: requestTimeoutMs },
    async prepare(pages: FastifyInstance) {
      // `serve: false`: only `sendFile` is wanted. Its own routes would warn at start about a bundle not built yet.
      // The build puts a compressed copy beside each asset.
      await pages.register(fastifyStatic, { serve: false, preCompressed: true });
      // A worker obeys the policy its own file was sent with, so the assets carry it too.
      await pages.register(helmet, SECURITY_HEADERS);
    },
  } as const;
  const document = (url: string, file: string) => ({
    ...page,
    url,
    answer(_request: FastifyRequest, reply: FastifyReply) {
      if (!existsSync(join(directory, file))) return reply.code(503).type('text/plain').send(NOT_BUILT);
      // The page names the hashed assets, so it has to be asked for again after each build.
      return reply.header('cache-control', 'no-cache').sendFile(file, directory, { cacheControl: false });
    },
  });
  return [
    document('/', 'index.html'),
    // What stands behind it is a reference, slashes included, which the page reads itself.
    document('/lineage/*', 'lineage.html'),
    ...PAGES.map((url) => document(url, 'pages.html')),
    {
      ...page,
      url: '/assets/*',
      answer: (request, reply) =>
        reply
          .header('vary', 'accept-encoding')
          .sendFile(pathParameter(request, '*'), join(directory, 'assets'), { immutable: true, maxAge: '365d' }),
    },
  ];
}
