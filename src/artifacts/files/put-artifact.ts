import type { Caller } from '../../graph/nodes/caller.js';
import type { ChangeNotes } from '../../graph/nodes/changes/change-notes.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, conflict, failedPrecondition } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { hearOf } from '../../runs/lifecycle/hear-of.js';
import { holdRun } from '../../runs/record/hold-run.js';
import { expectContent, useContent } from '../content/content.sql.js';
import type { ReceivedContent } from '../content/content-store.js';
import { receiveContent } from '../content/receive-content.js';
import { type ArtifactRow, findArtifact, findClash, lockArtifacts, putArtifactRow } from './artifact.sql.js';
import { type ArtifactOwner, findOwner } from './artifact-owner.js';
import { artifactPath, foldersOf } from './artifact-path.js';
import { contentTypeOf } from './content-type.js';
import { refuseNamed } from './guard-files.js';
import type { FindNamedFiles } from './named-files.js';
import type { OnArtifacts } from './on-artifacts.js';

export interface ArtifactUpload {
  /** A reference to a run, or to anything else that may have files. */
  readonly node: string;
  readonly path: string;
  readonly body: AsyncIterable<Buffer>;
  /** Bytes, where the client says so before it sends them. */
  readonly length?: number | undefined;
  /** What it has to be, in hexadecimal digits of SHA-256. */
  readonly digest?: string | undefined;
  /** Undefined: as its name says. */
  readonly contentType?: string | undefined;
  /** Only where there is no file of that path yet. */
  readonly onlyNew?: boolean | undefined;
}

export interface PutArtifact {
  readonly file: ArtifactRow;
  /** Whether there was no file of that path. */
  readonly created: boolean;
}

/**
 * Keeps a file, whose bytes are streamed to the store. Until all of them are there, and have the digest that was said, nothing of it is to be seen; a file of a
 * run takes the place of one that has its path, a version's stays as it is. Throws RATE_LIMITED where the project would hold too much.
 */
export async function putArtifact(
  onArtifacts: OnArtifacts,
  caller: Caller,
  upload: ArtifactUpload,
): Promise<PutArtifact> {
  caller.demand('artifact:write');
  const { database, graph, contents, artifactSettings } = onArtifacts;
  const { directory, maxBytes } = artifactSettings;
  const path = artifactPath(upload.path);
  const contentType = contentTypeOf(path, upload.contentType);
  if (upload.length !== undefined && upload.length > maxBytes) {
    throw badInput(`The file has ${upload.length} bytes; at most ${maxBytes} are kept (ARTIFACT_MAX_BYTES).`, {
      expected: maxBytes,
      found: upload.length,
    });
  }
  const room = onArtifacts.underWay.of(caller.project);
  try {
    if (upload.length !== undefined) room.take(upload.length);
    // Whoever names nothing is told before sending gigabytes.
    await findOwner(database, graph, caller, upload.node);
    const { body, digest: expectedDigest } = upload;
    const reception = { directory, maxBytes, body, expectedDigest, onProgress: room.take };
    const put = await receiveContent(reception, async (content) => {
      await expectContent(database, content.digest, content.size);
      await contents.keep(content);
      return database.quietTransaction(async (tx) => {
        const notes = graph.record(tx, caller, 'artifact:write');
        const owner = await findOwner(tx, graph, caller, upload.node);
        const file = { owner, path, contentType, onlyNew: upload.onlyNew === true };
        return writeDown(tx, { caller, notes, findNamedFiles: onArtifacts.findNamedFiles }, file, content);
      });
    });
    graph.quotas.add(caller.project, { bytes: put.file.size });
    return put;
  } finally {
    room.giveBack();
  }
}

interface NewFile {
  readonly owner: ArtifactOwner;
  readonly path: string;
  readonly contentType: string;
  readonly onlyNew: boolean;
}

interface Writing {
  readonly caller: Caller;
  readonly notes: ChangeNotes;
  readonly findNamedFiles: FindNamedFiles;
}

async function writeDown(
  tx: Transaction,
  { caller, notes, findNamedFiles }: Writing,
  { owner, path, contentType, onlyNew }: NewFile,
  { digest, size }: ReceivedContent,
): Promise<PutArtifact> {
  if (owner.isRun) await hearOf(tx, await holdRun(tx, owner.id));
  await lockArtifacts(tx, owner.id);
  const before = await findArtifact(tx, owner.id, path);
  if (before !== undefined && onlyNew) {
    throw failedPrecondition(`${owner.words} has a file ${inQuotes(path)} already: sha256:${before.digest}.`, {
      path,
      digest: `sha256:${before.digest}`,
    });
  }
  if (before !== undefined && before.digest !== digest && owner.isVersion) {
    throw conflict(
      `The file ${inQuotes(path)} of ${owner.words} is sha256:${before.digest} and can't become sha256:${digest}: what is registered stays as it is.`,
      { path, stored: `sha256:${before.digest}`, given: `sha256:${digest}` },
    );
  }
  if (before !== undefined && before.digest !== digest) refuseNamed(await findNamedFiles(tx, owner), owner, path);
  const clash = before === undefined ? await findClash(tx, owner.id, path, foldersOf(path)) : undefined;
  if (clash !== undefined) {
    throw conflict(
      `${owner.words} has a file ${inQuotes(clash)}, so ${inQuotes(path)} can't be one: a path is a file or a folder, not both.`,
      { path, found: clash },
    );
  }
  if (!(await useContent(tx, digest)))
    throw conflict('The upload took so long that its bytes were cleared away again; send the file once more.', {
      path,
    });
  if (before?.digest === digest && before.contentType === contentType) return { file: before, created: false };
  const file = { nodeId: owner.id, path, project: caller.project, digest, size, contentType, createdBy: caller.user };
  const row = await putArtifactRow(tx, file);
  if (before !== undefined && before.digest !== digest) await expectContent(tx, before.digest, before.size);
  const told = (each: ArtifactRow) => ({ digest: `sha256:${each.digest}`, size: each.size, type: each.contentType });
  const field = `artifacts.${path}`;
  notes.changed(owner.id, { [field]: before === undefined ? null : told(before) }, { [field]: told(row) });
  return { file: row, created: before === undefined };
}
