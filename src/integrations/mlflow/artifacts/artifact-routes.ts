import type { FastifyReply, FastifyRequest } from 'fastify';
import { deleteArtifact } from '../../../artifacts/files/delete-artifact.js';
import { putArtifact } from '../../../artifacts/files/put-artifact.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { HeadwaterError } from '../../../platform/errors.js';
import { acceptFiles } from '../../../platform/http/bodies/accept-files.js';
import { bodyChunks } from '../../../platform/http/bodies/body-chunks.js';
import { pathParameter } from '../../../platform/http/requests/path-parameter.js';
import { withSlot } from '../../../platform/http/requests/request-slot.js';
import type { Route } from '../../../platform/http/route.js';
import { doesNotExist, MlflowError } from '../protocol/mlflow-error.js';
import { sendMlflowError } from '../protocol/send-error.js';
import { artifactPlace, findPlace } from './artifact-place.js';
import { baseName, listFiles } from './list-files.js';
import { type ArtifactDoor, sendFile } from './send-file.js';

/** The store behind `mlflow-artifacts:`, as MLflow's server answers for it: list, get, put, delete; files in parts it refuses. */
export function artifactRoutes(door: ArtifactDoor, prefix: string): Route[] {
  const route = {
    url: `${prefix}/*`,
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: door.timeMs },
    sendError: sendMlflowError,
  } as const;
  return [
    { ...route, method: 'GET', answer: (request, reply) => listOrDownload(door, request, reply) },
    {
      ...route,
      method: 'PUT',
      limits: { bodyBytes: 'streamed', timeMs: door.timeMs },
      prepare: acceptFiles,
      answer: (request, reply) => upload(door, request, reply),
    },
    { ...route, method: 'DELETE', answer: (request, reply) => remove(door, request, reply) },
    {
      ...route,
      method: 'POST',
      limits: { bodyBytes: 65_536, timeMs: door.timeMs },
      answer: (request) => refuseParts(door, request),
    },
  ];
}

async function listOrDownload(door: ArtifactDoor, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const caller = await door.caller(request);
  caller.demand('artifact:read');
  if (pathParameter(request, '*') !== 'artifacts') return download(door, caller, request, reply);
  const { path } = request.query as { readonly path?: unknown };
  const place = typeof path === 'string' ? findPlace(path) : undefined;
  const files = place === undefined ? [] : await listFiles(door.artifacts, caller, place);
  return reply.send({ files: files.map((file) => ({ ...file, path: baseName(file.path) })) });
}

async function download(door: ArtifactDoor, caller: Caller, request: FastifyRequest, reply: FastifyReply) {
  try {
    return await sendFile(door, caller, placeOf(request), request, reply);
  } catch (error) {
    if (!(error instanceof HeadwaterError) || error.code !== 'NOT_FOUND') throw error;
    throw doesNotExist(`No such artifact: '${pathOf(request)}'`);
  }
}

async function upload(door: ArtifactDoor, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const caller = await door.caller(request);
  caller.demand('artifact:write');
  const file = {
    ...placeOf(request),
    length: lengthOf(request),
    contentType: request.headers['content-type'] || undefined,
  };
  await withSlot({ request, slots: door.uploads, what: 'uploads of files' }, () =>
    putArtifact(door.artifacts, caller, { ...file, body: bodyChunks(request) }),
  );
  return reply.send('');
}

/** A folder goes with all in it. */
async function remove(door: ArtifactDoor, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const caller = await door.caller(request);
  caller.demand('artifact:delete');
  await deleteArtifact(door.artifacts, caller, { ...placeOf(request), recursive: true });
  return reply.send({});
}

/** Its clients send the file in one piece after this. */
async function refuseParts(door: ArtifactDoor, request: FastifyRequest): Promise<never> {
  (await door.caller(request)).demand('artifact:write');
  throw new MlflowError('NOT_IMPLEMENTED', 'Multipart upload is not supported for the current artifact repository');
}

/** Behind `artifacts/`. */
function placeOf(request: FastifyRequest) {
  return artifactPlace(pathOf(request));
}

function pathOf(request: FastifyRequest): string {
  return pathParameter(request, '*').replace(/^artifacts\//, '');
}

function lengthOf({ headers }: FastifyRequest): number | undefined {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined;
}
