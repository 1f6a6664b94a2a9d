import { deleteArtifact } from '../../artifacts/files/delete-artifact.js';
import { badInput } from '../../platform/errors.js';
import { pathParameter } from '../../platform/http/requests/path-parameter.js';
import { readQuery } from '../../platform/http/requests/read-query.js';
import type { Route } from '../../platform/http/route.js';
import type { ArtifactRouteOptions } from './artifact-routes.js';

/** `DELETE /v1/artifacts/:node/*`: a file, or a folder. */
export function artifactDeleteRoute({ artifacts, caller: callerOf, settings }: ArtifactRouteOptions): Route {
  return {
    method: 'DELETE',
    url: '/v1/artifacts/:node/*',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      const caller = await callerOf(request);
      const { recursive = 'false', override } = readQuery(request.query, ['recursive', 'override']);
      if (recursive !== 'true' && recursive !== 'false')
        throw badInput(`recursive is ${JSON.stringify(recursive)}; it is true or false.`, { field: 'recursive' });
      const removed = await deleteArtifact(artifacts, caller, {
        node: pathParameter(request, 'node'),
        path: pathParameter(request, '*').replace(recursive === 'true' ? /\/$/ : /$^/, ''),
        recursive: recursive === 'true',
        override: override === undefined ? undefined : { reason: override },
      });
      return reply.send({ deleted: removed.count, bytes: removed.bytes });
    },
  };
}
