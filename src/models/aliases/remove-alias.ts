import type { Graph } from '../../graph/graph.js';
import { quoteName } from '../../graph/names/format-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import type { Database } from '../../platform/database/database.js';
import { notFound } from '../../platform/errors.js';
import { didYouMean, likeNames, listNames } from '../../platform/text/did-you-mean.js';
import { RegistryMoveKind } from '../history/registry-move.js';
import { keepMoves } from '../history/registry-move.sql.js';
import { Model } from '../model.entity.js';
import { MODEL } from '../model-kinds.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { checkAlias, type RemoveAliasInput } from './alias.input.js';
import { endAlias, selectAliasState } from './change-alias.sql.js';
import { listAliasNames } from './model-alias.sql.js';
import { noteAlias } from './note-alias.js';

export interface AliasRemoval {
  readonly model: Model;
  /** Where the alias pointed before. */
  readonly previous: ModelVersion | null;
  /** False when it had been removed before. */
  readonly changed: boolean;
}

/** Makes an alias point nowhere. NOT_FOUND for one that the model never had, because that is a slip of the pen. */
export async function removeAlias(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: RemoveAliasInput,
): Promise<AliasRemoval> {
  caller.demand('model:remove-alias');
  checkAlias(input.alias, input.reason);
  return database.transaction(async (tx) => {
    const notes = graph.record(tx, caller, 'model:remove-alias', input.reason);
    const nodes = graph.nodes.within(tx);
    const { id } = await graph.references.resolve(tx, caller.project, input.model, [MODEL]);
    await lockNode(tx, id);
    const model = await nodes.get(Model, id);
    const before = await selectAliasState(tx, id, input.alias);
    if (!before.known) {
      const aliases = await listAliasNames(tx, id);
      const known = aliases.length === 0 ? 'it has none' : `it has ${listNames(aliases)}`;
      const near = likeNames(input.alias, aliases);
      throw notFound(
        `The model ${quoteName(model.name)} never had an alias "${input.alias}"; ${known}.${didYouMean(near)}`,
        {
          field: 'alias',
          found: input.alias,
          ...(near.length > 0 && { suggestions: near }),
        },
      );
    }
    if (before.modelVersionId === null) return { model, previous: null, changed: false };
    await endAlias(tx, id, input.alias, before.at, caller.user);
    noteAlias(notes, id, input.alias, [before.modelVersionId, null]);
    const move = { kind: RegistryMoveKind.ALIAS, name: input.alias, toVersionId: null };
    const words = { at: before.at, by: caller.user, reason: input.reason ?? null };
    await keepMoves(tx, words, [{ ...move, fromVersionId: before.modelVersionId }]);
    return { model, previous: await nodes.get(ModelVersion, before.modelVersionId), changed: true };
  });
}
