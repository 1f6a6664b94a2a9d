import type { FastifyReply, FastifyRequest } from 'fastify';
import { putArtifact } from '../../../artifacts/files/put-artifact.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import { acceptFiles } from '../../../platform/http/bodies/accept-files.js';
import { bodyChunks } from '../../../platform/http/bodies/body-chunks.js';
import { pathParameter } from '../../../platform/http/requests/path-parameter.js';
import { withSlot } from '../../../platform/http/requests/request-slot.js';
import type { Route } from '../../../platform/http/route.js';
import { RUN } from '../../../runs/record/run-kinds.js';
import { findLoggedModel } from '../logged-models/logged-model-answer.js';
import { LOGGED_MODEL } from '../logged-models/logged-model-kinds.js';
import { uuidOfRunId } from '../protocol/ids.js';
import { doesNotExist, invalid, MlflowError } from '../protocol/mlflow-error.js';
import { sendMlflowError } from '../protocol/send-error.js';
import { findVersion } from '../registry/model-answer.js';
import { downloadUri } from '../registry/version-source.js';
import { findLivingRun } from '../runs/find-run.js';
import { findRun } from '../runs/run-answer.js';
import { type ArtifactPlace, findPlace } from './artifact-place.js';
import { safePath } from './safe-path.js';
import { type ArtifactDoor, sendFile } from './send-file.js';

type Query = Readonly<Record<string, unknown>>;

/** Files one by one, by what they belong to, which MLflow's pages ask for and scripts copy from there. */
export function singleFileRoutes(door: ArtifactDoor): Route[] {
  const ajax = '/ajax-api/2.0/mlflow';
  const get = (url: string, find: (caller: Caller, query: Query, request: FastifyRequest) => Promise<ArtifactPlace>) =>
    ({
      method: 'GET',
      url,
      role: 'api',
      rule: 'signed-in',
      limits: { bodyBytes: 'none', timeMs: door.timeMs },
      sendError: sendMlflowError,
      async answer(request: FastifyRequest, reply: FastifyReply) {
        const caller = await door.caller(request);
        caller.demand('artifact:read');
        return sendFile(door, caller, await find(caller, request.query as Query, request), request, reply);
      },
    }) as const;
  const ofVersion = (caller: Caller, query: Query) => fileOfVersion(door, caller, query);
  return [
    get('/get-artifact', (caller, query) => fileOfRun(door, caller, query)),
    get('/model-versions/get-artifact', ofVersion),
    // MLflow's server takes two slashes for one.
    get('//model-versions/get-artifact', ofVersion),
    get(`${ajax}/logged-models/:id/artifacts/files`, (caller, query, request) =>
      fileOfModel(door, caller, query, pathParameter(request, 'id')),
    ),
    {
      method: 'POST',
      url: `${ajax}/upload-artifact`,
      role: 'api',
      rule: 'signed-in',
      limits: { bodyBytes: 'streamed', timeMs: door.timeMs },
      prepare: acceptFiles,
      sendError: sendMlflowError,
      answer: (request, reply) => upload(door, request, reply),
    },
  ];
}

function textOf(query: Query, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value : '';
}

async function fileOfRun({ artifacts }: ArtifactDoor, caller: Caller, query: Query): Promise<ArtifactPlace> {
  const path = safePath(textOf(query, 'path'));
  const { id } = await findRun(artifacts.database, caller, textOf(query, 'run_id') || textOf(query, 'run_uuid'));
  return { node: toPublicId(RUN, id), path };
}

async function fileOfModel(
  { artifacts }: ArtifactDoor,
  caller: Caller,
  query: Query,
  id: string,
): Promise<ArtifactPlace> {
  const given = textOf(query, 'artifact_file_path');
  if (given === '')
    throw new MlflowError('BAD_REQUEST', 'Request must include the "artifact_file_path" query parameter.');
  const path = safePath(given);
  const model = await findLoggedModel(artifacts.database, caller, id);
  return { node: toPublicId(LOGGED_MODEL, model.id), path };
}

const OF_RUN = /^runs:\/+([0-9a-f]{32})\/(.+)$/;

async function fileOfVersion({ artifacts }: ArtifactDoor, caller: Caller, query: Query): Promise<ArtifactPlace> {
  const path = safePath(textOf(query, 'path'));
  const version = await findVersion(artifacts.database, caller, textOf(query, 'name'), textOf(query, 'version'));
  const uri = await downloadUri(artifacts.database, caller, version.source);
  const [, runId = '', folder] = OF_RUN.exec(uri) ?? [];
  const run = uuidOfRunId(runId);
  const root = run === undefined ? findPlace(uri) : { node: toPublicId(RUN, run), path: folder ?? '' };
  if (root !== undefined) return { node: root.node, path: root.path === '' ? path : `${root.path}/${path}` };
  throw doesNotExist(`The files of this model version lie at ${uri.slice(0, 500)}, which Headwater does not serve.`);
}

const MOST_BYTES = 10 * 1024 * 1024;
const tooLarge = () => invalid('Artifact size is too large. Max size is 10MB.');

async function upload(door: ArtifactDoor, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const caller = await door.caller(request);
  caller.demand('artifact:write');
  const query = request.query as Query;
  const runId = textOf(query, 'run_uuid');
  if (runId === '') throw invalid('Request must specify run_uuid.');
  const given = textOf(query, 'path');
  if (given === '') throw invalid('Request must specify path.');
  const path = safePath(given);
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const { id } = await findLivingRun(door.artifacts.database, caller, runId);
  await withSlot({ request, slots: door.uploads, what: 'uploads of files' }, () =>
    putArtifact(door.artifacts, caller, { node: toPublicId(RUN, id), path, body: someBytes(bodyChunks(request)) }),
  );
  return reply.send({});
}

/** The chunks of a body that has a byte, and not too many. */
async function* someBytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge();
    yield chunk;
  }
  if (size === 0) throw invalid('Request must specify data.');
}
