import type { FastifyRequest } from 'fastify';
import { putArtifact } from '../../artifacts/files/put-artifact.js';
import { artifactUrl } from '../../artifacts/graphql/artifact-page.js';
import { badInput } from '../../platform/errors.js';
import { acceptFiles } from '../../platform/http/bodies/accept-files.js';
import { bodyChunks } from '../../platform/http/bodies/body-chunks.js';
import { expectedDigest } from '../../platform/http/requests/content-digest.js';
import { pathParameter } from '../../platform/http/requests/path-parameter.js';
import { readQuery } from '../../platform/http/requests/read-query.js';
import { withSlot } from '../../platform/http/requests/request-slot.js';
import type { Route } from '../../platform/http/route.js';
import type { ArtifactRouteOptions } from './artifact-routes.js';

/** `PUT /v1/artifacts/:node/*`: a file of any size. */
export function artifactUploadRoute({ artifacts, caller: callerOf, settings, uploads }: ArtifactRouteOptions): Route {
  return {
    method: 'PUT',
    url: '/v1/artifacts/:node/*',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'streamed', timeMs: settings.requestTimeoutMs },
    prepare: acceptFiles,
    async answer(request, reply) {
      const caller = await callerOf(request);
      caller.demand('artifact:write');
      const { digest } = readQuery(request.query, ['digest']);
      const node = pathParameter(request, 'node');
      const upload = {
        node,
        path: pathParameter(request, '*'),
        length: lengthOf(request),
        digest: expectedDigest(request, digest),
        contentType: request.headers['content-type'] || undefined,
        onlyNew: isOnlyNew(request),
      };
      const { file, created } = await withSlot({ request, slots: uploads, what: 'uploads of files' }, () =>
        putArtifact(artifacts, caller, { ...upload, body: bodyChunks(request) }),
      );
      return reply
        .code(created ? 201 : 200)
        .header('etag', `"sha256-${file.digest}"`)
        .send({
          path: file.path,
          size: file.size,
          digest: `sha256:${file.digest}`,
          contentType: file.contentType,
          createdAt: file.createdAt.toISOString(),
          createdBy: file.createdBy,
          url: artifactUrl({ project: caller.project, ref: node }, file.path),
          created,
        });
    },
  };
}

function lengthOf({ headers }: FastifyRequest): number | undefined {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined;
}

function isOnlyNew({ headers }: FastifyRequest): boolean {
  const condition = headers['if-none-match'];
  if (condition === undefined || condition === '*') return condition === '*';
  throw badInput(
    `if-none-match is ${JSON.stringify(condition.slice(0, 200))}; on an upload it is *, for new files alone.`,
    {
      field: 'if-none-match',
      expected: '*',
    },
  );
}
