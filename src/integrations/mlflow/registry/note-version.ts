import type { Caller } from '../../../graph/nodes/caller.js';
import { lockNode } from '../../../graph/nodes/storage/node.sql.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { mergeTags } from '../../../runs/record/run-tags.sql.js';
import { findLoggedModel } from '../logged-models/logged-model-answer.js';
import { modelIdOfUuid } from '../protocol/ids.js';

/** In which a logged model tells, as JSON, the versions that were made of it. */
const VERSIONS = 'mlflow.modelVersions';

/** Tells a logged model that it has become a version, as MLflow's server does. */
export async function noteVersion(
  tx: Transaction,
  caller: Caller,
  modelId: string,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<void> {
  await lockNode(tx, modelId);
  const { tags } = await findLoggedModel(tx, caller, modelIdOfUuid(modelId));
  // As Python writes it.
  const added = `{"name": ${JSON.stringify(name)}, "version": ${version}}`;
  const before = writtenList(tags[VERSIONS]);
  await mergeTags(tx, modelId, { [VERSIONS]: before === '' ? `[${added}]` : `[${before}, ${added}]` });
}

/** What stands within the brackets; '' for what a client has made something else of. */
function writtenList(text = ''): string {
  try {
    return Array.isArray(JSON.parse(text)) ? text.trim().slice(1, -1).trim() : '';
  } catch {
    return '';
  }
}
