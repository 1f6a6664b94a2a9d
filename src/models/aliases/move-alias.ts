import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { RegistryMoveKind } from '../history/registry-move.js';
import { keepMoves } from '../history/registry-move.sql.js';
import { beginAlias, endAlias, selectAliasState } from './change-alias.sql.js';
import { noteAlias } from './note-alias.js';

interface Move {
  readonly modelId: string;
  readonly alias: string;
  readonly modelVersionId: string;
  readonly reason: string | null;
  readonly overridden?: boolean;
}

/** Points an alias of a locked model to a version, and writes the move down. `before`: the version that it pointed to. */
export async function moveAlias(
  tx: Transaction,
  caller: Caller,
  { modelId, alias, modelVersionId, reason, overridden = false }: Move,
): Promise<{ before: string | null; changed: boolean }> {
  const { modelVersionId: before, at } = await selectAliasState(tx, modelId, alias);
  if (before === modelVersionId) return { before, changed: false };
  await endAlias(tx, modelId, alias, at, caller.user);
  await beginAlias(tx, modelId, alias, modelVersionId, at, caller.user);
  noteAlias(changeNotes(tx), modelId, alias, [before, modelVersionId]);
  const move = { kind: RegistryMoveKind.ALIAS, name: alias, fromVersionId: before, toVersionId: modelVersionId };
  await keepMoves(tx, { at, by: caller.user, reason, overridden }, [move]);
  return { before, changed: true };
}
