import { holdNodes } from '../../graph/nodes/lifecycle/lifecycle.sql.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import type { ModelVersion } from './model-version.entity.js';

/**
 * Keeps a version from being deleted until the transaction ends, so that no name and no stage is given to one that is gone. Throws NOT_FOUND where
 * somebody was faster. To be called behind the lock of its model, which deleting a model takes first.
 */
export async function holdVersion(tx: Transaction, { nodeId, label }: ModelVersion): Promise<void> {
  if ((await holdNodes(tx, [nodeId])).has(nodeId)) return;
  throw notFound(`${inQuotes(label ?? '')} was deleted a moment ago.`, { field: 'modelVersion', found: label });
}
