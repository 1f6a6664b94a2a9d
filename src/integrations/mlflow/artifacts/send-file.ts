import type { FastifyReply, FastifyRequest } from 'fastify';
import mime from 'mime-types';
import type { CallerOf } from '../../../access/caller-of-request.js';
import type { OnArtifacts } from '../../../artifacts/files/on-artifacts.js';
import { openArtifact } from '../../../artifacts/files/read-artifact.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { attachment } from '../../../platform/http/answers/attachment.js';
import { sendContent } from '../../../platform/http/answers/send-content.js';
import { streamInSlot } from '../../../platform/http/requests/request-slot.js';
import type { Slots } from '../../../platform/turns/slots.js';
import type { ArtifactPlace } from './artifact-place.js';
import { baseName } from './list-files.js';

export interface ArtifactDoor {
  readonly artifacts: OnArtifacts;
  readonly caller: CallerOf;
  readonly uploads: Slots;
  readonly downloads: Slots;
  readonly timeMs: number;
}

/** Sends a file as MLflow's server does: to be kept under its name, and of the type that the name says. */
export async function sendFile(
  door: ArtifactDoor,
  caller: Caller,
  { node, path }: ArtifactPlace,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { file, read } = await openArtifact(door.artifacts, caller, node, path);
  const name = baseName(file.path);
  reply.header('content-disposition', dispositionOf(name));
  await sendContent(request, reply, {
    size: file.size,
    contentType: typeOf(name),
    etag: `sha256-${file.digest}`,
    open: (range) => streamInSlot({ request, slots: door.downloads, what: 'downloads of files' }, () => read(range)),
  });
  return reply;
}

/** What a header can hold as it is. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

function dispositionOf(name: string): string {
  if (TOKEN.test(name)) return `attachment; filename=${name}`;
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && dot < name.length - 1;
  return hasExtension ? attachment(name.slice(0, dot), name.slice(dot + 1)) : attachment(name, 'bin');
}

/** Extensions, and whole names, that MLflow shows as text. */
const TEXT = new Set(
  `txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv md rst ipynb MLmodel mlproject`.split(
    ' ',
  ),
);

function typeOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1) : '';
  return TEXT.has(extension || name) ? 'text/plain' : mime.lookup(name) || 'application/octet-stream';
}
