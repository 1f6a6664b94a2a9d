import type { Transaction } from '../../platform/database/transaction.js';
import { alreadyExists } from '../../platform/errors.js';
import { formatName, quoteName } from '../names/format-ref.js';
import { checkFreeName } from '../names/free-name.js';
import type { Caller } from '../nodes/caller.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { renameNode } from '../nodes/lifecycle/rename.sql.js';
import { findByLabel, lockNode } from '../nodes/storage/node.sql.js';

/**
 * Gives a node that stands at the top, such as an experiment or a model, another name, as a part of a transaction: it stays the same node, and so do
 * its versions. Throws ALREADY_EXISTS where another one of its kind has the name.
 */
export async function renameWithin(
  tx: Transaction,
  caller: Caller,
  { id, kind }: { readonly id: string; readonly kind: NodeKind },
  name: string,
): Promise<void> {
  const wanted = checkFreeName(`a ${kind.toLowerCase()}`, name);
  const label = formatName(wanted);
  await lockNode(tx, id);
  const other = await findByLabel(tx, caller.project, label, kind);
  if (other === id) return;
  if (other !== undefined)
    throw alreadyExists(
      `Another ${kind} is called ${quoteName(wanted)}; choose another name, or delete that one first.`,
      {
        field: 'name',
        found: wanted,
      },
    );
  await renameNode(tx, id, wanted, label);
}
