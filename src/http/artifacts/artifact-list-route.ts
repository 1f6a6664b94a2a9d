import type { FastifyRequest } from 'fastify';
import { listArtifacts } from '../../artifacts/files/list-artifacts.js';
import { shownPage } from '../../artifacts/graphql/artifact-page.js';
import { badInput } from '../../platform/errors.js';
import { readQuery } from '../../platform/http/requests/read-query.js';
import type { Route } from '../../platform/http/route.js';
import type { ArtifactRouteOptions } from './artifact-routes.js';

const PARAMETERS = ['run', 'node', 'path', 'first', 'after'] as const;

/** `GET /v1/artifacts?run=`: what lies in a folder. */
export function artifactListRoute({ artifacts, caller: callerOf, settings }: ArtifactRouteOptions): Route {
  return {
    method: 'GET',
    url: '/v1/artifacts',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      const caller = await callerOf(request);
      caller.demand('artifact:read');
      const { node, path = '', first, after } = parametersOf(request);
      const page = await listArtifacts(artifacts, caller, node, { path, first, after });
      const shown = shownPage(page, { project: caller.project, ref: node });
      const { hasNextPage, endCursor } = shown.pageInfo;
      return reply.send({ path, files: shown.nodes, next: hasNextPage ? endCursor : null });
    },
  };
}

function parametersOf({ query }: FastifyRequest) {
  const { run, node, path, first, after } = readQuery(query, PARAMETERS);
  const [one, other] = [run, node].filter((each) => each !== undefined);
  if (one === undefined || other !== undefined)
    throw badInput('Say whose files: run=run_…, or node= and a reference, one of both.', { expected: ['run', 'node'] });
  if (first !== undefined && !/^\d{1,9}$/.test(first))
    throw badInput(`first is ${JSON.stringify(first)}; it is a number of files, such as 100.`, {
      field: 'first',
      found: first,
    });
  return { node: one, path, after, first: first === undefined ? undefined : Number(first) };
}
