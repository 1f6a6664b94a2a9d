import { checkOverride, type Override } from '../../graph/guards/override.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { conflict, failedPrecondition, HeadwaterError } from '../../platform/errors.js';
import { listNames } from '../../platform/text/did-you-mean.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import type { ArtifactOwner } from './artifact-owner.js';
import { type FindNamedFiles, type NamedFile, namedWithin } from './named-files.js';

const MOST_LISTED = 100;

interface Doomed {
  readonly owner: ArtifactOwner;
  readonly path: string;
  readonly recursive: boolean;
  readonly override: Override | undefined;
}

/** Refuses to delete what living versions name as their bytes, unless somebody overrides that who may everywhere; then it is noted. */
export async function guardFiles(
  tx: Transaction,
  findNamedFiles: FindNamedFiles,
  caller: Caller,
  { owner, path, recursive, override }: Doomed,
): Promise<void> {
  checkOverride(caller, override);
  const named = namedWithin(await findNamedFiles(tx, owner), path, recursive);
  if (named.length === 0) return;
  const what = `${inQuotes(path)} of ${owner.words} can't be deleted`;
  if (override === undefined) throw refusal(what, caller, named);
  if (named.some(({ by }) => !caller.may('guard:override', by.project)))
    throw new HeadwaterError(
      'FORBIDDEN',
      `${what}: versions of projects where you may override nothing have their bytes there.`,
    );
  changeNotes(tx).overrode(
    override.reason,
    named.map(({ by }) => by.id),
  );
}

/** Refuses other bytes for a file that living versions name itself: they have its digest. */
export function refuseNamed(named: readonly NamedFile[], owner: ArtifactOwner, path: string): void {
  const by = named.filter((file) => file.path === path);
  if (by.length === 0) return;
  throw conflict(
    `The file ${inQuotes(path)} of ${owner.words} can't become another one: model versions have their bytes there (${by.length}). Put the new one under a path of its own.`,
    { path },
  );
}

function refusal(what: string, caller: Caller, named: readonly NamedFile[]): Error {
  const seen = named.filter(({ by }) => caller.may('graph:read', by.project));
  const words = seen.map(({ by, serves }) => (serves.length === 0 ? by.label : `${by.label} (${serves.join(', ')})`));
  const hidden = named.length - seen.length;
  const all = [...words, ...(hidden === 0 ? [] : [`${hidden} of other projects`])];
  return failedPrecondition(
    `${what}: model versions have their bytes there, and could not be loaded any more: ${listNames(all, 20)}. Delete them first, or say why it is done all the same with override=<reason>; it takes the right guard:override.`,
    {
      field: 'path',
      dependants: seen
        .slice(0, MOST_LISTED)
        .map(({ by: { id, kind, label } }) => ({ id: toPublicId(kind, id), kind, label })),
    },
  );
}
