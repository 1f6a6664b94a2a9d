import type { Readable } from 'node:stream';
import type { Caller } from '../../graph/nodes/caller.js';
import { notFound } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import type { ByteRange } from '../content/content-store.js';
import { type ArtifactRow, findArtifact } from './artifact.sql.js';
import { listEntries } from './artifact-list.sql.js';
import { findReadable } from './artifact-owner.js';
import { artifactPath } from './artifact-path.js';
import type { OnArtifacts } from './on-artifacts.js';

/** A file, and how its bytes are read. */
export interface OpenArtifact {
  readonly file: ArtifactRow;
  read(range?: ByteRange): Promise<Readable>;
}

/** Finds a file. Throws NOT_FOUND where there is none, saying what lies there instead. */
export async function openArtifact(
  room: OnArtifacts,
  caller: Caller,
  ref: string,
  givenPath: string,
): Promise<OpenArtifact> {
  caller.demand('artifact:read');
  const path = artifactPath(givenPath);
  const { database, contents } = room;
  const owner = await findReadable(room, caller, ref, path);
  const file = await findArtifact(database, owner.id, path);
  if (file !== undefined) return { file, read: (range) => contents.read(file.digest, file.size, range) };
  const [within] = await listEntries(database, { nodeIds: [owner.id], folder: path, from: undefined, limit: 1 });
  const hint =
    within === undefined
      ? 'GET /v1/artifacts lists those that it has'
      : `it is a folder, with ${inQuotes(within.path)}`;
  throw notFound(`${owner.words} has no file ${inQuotes(path)}: ${hint}.`, { path });
}
