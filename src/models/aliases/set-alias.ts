import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import type { Database } from '../../platform/database/database.js';
import { notFound } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { Model } from '../model.entity.js';
import { MODEL_VERSION } from '../model-kinds.js';
import { requireUnguarded } from '../versions/guarded.sql.js';
import { holdVersion } from '../versions/hold-version.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { checkAlias, type SetAliasInput } from './alias.input.js';
import { selectAliasState } from './change-alias.sql.js';
import { moveAlias } from './move-alias.js';

export interface AliasMove {
  readonly model: Model;
  readonly modelVersion: ModelVersion;
  /** Where the alias pointed before. */
  readonly previous: ModelVersion | null;
  /** False when it pointed there already. */
  readonly changed: boolean;
}

/** Points an alias of a model to a version, from wherever it pointed, in one step that others see whole. */
export async function setAlias(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: SetAliasInput,
): Promise<AliasMove> {
  caller.demand('model:set-alias');
  checkAlias(input.alias, input.reason);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'model:set-alias', input.reason);
    const nodes = graph.nodes.within(tx);
    const { id } = await graph.references.resolve(tx, caller.project, input.modelVersion, [MODEL_VERSION]);
    const modelVersion = await nodes.get(ModelVersion, id);
    const modelId = modelVersion.node.parentId ?? '';
    if (!(await lockNode(tx, modelId))) {
      throw notFound(`The model of ${inQuotes(input.modelVersion)} was deleted a moment ago.`, {
        found: input.modelVersion,
      });
    }
    await holdVersion(tx, modelVersion);
    const { modelVersionId: current } = await selectAliasState(tx, modelId, input.alias);
    if (current !== id) await requireUnguarded(tx, modelId, 'ALIAS', input.alias);
    const move = { modelId, alias: input.alias, modelVersionId: id, reason: input.reason ?? null };
    const { before, changed } = await moveAlias(tx, caller, move);
    const previous = before === null ? null : await nodes.get(ModelVersion, before);
    return { model: await nodes.get(Model, modelId), modelVersion, previous, changed };
  });
}
