import { openArtifact } from '../../artifacts/files/read-artifact.js';
import { attachment } from '../../platform/http/answers/attachment.js';
import { sendContent } from '../../platform/http/answers/send-content.js';
import { pathParameter } from '../../platform/http/requests/path-parameter.js';
import { readQuery } from '../../platform/http/requests/read-query.js';
import { streamInSlot } from '../../platform/http/requests/request-slot.js';
import type { Route } from '../../platform/http/route.js';
import type { ArtifactRouteOptions } from './artifact-routes.js';

/** `GET /v1/artifacts/:node/*`: a file, or a part of one. */
export function artifactDownloadRoute(options: ArtifactRouteOptions): Route {
  const { artifacts, caller: callerOf, settings, downloads } = options;
  return {
    method: 'GET',
    url: '/v1/artifacts/:node/*',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      readQuery(request.query, []);
      const caller = await callerOf(request);
      const { file, read } = await openArtifact(
        artifacts,
        caller,
        pathParameter(request, 'node'),
        pathParameter(request, '*'),
      );
      const base64 = Buffer.from(file.digest, 'hex').toString('base64');
      reply
        .header('content-disposition', attachment(...nameOf(file.path)))
        .header('repr-digest', `sha-256=:${base64}:`);
      await sendContent(request, reply, {
        size: file.size,
        contentType: file.contentType,
        etag: `sha256-${file.digest}`,
        open: (range) => streamInSlot({ request, slots: downloads, what: 'downloads of files' }, () => read(range)),
      });
      return reply;
    },
  };
}

/** The last part of a path, with what stands behind its last dot. */
function nameOf(path: string): [name: string, extension: string] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1 ? [name.slice(0, dot), name.slice(dot + 1)] : [name, 'bin'];
}
