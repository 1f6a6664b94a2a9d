import type { Caller } from '../../graph/nodes/caller.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import { findMeantVersions } from '../../graph/references/references.sql.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { failedPrecondition } from '../../platform/errors.js';
import { type Definition, selectDefinitions } from '../definitions/references/feature-references.sql.js';
import { ActivationCause } from './activation-cause.js';
import { makeCurrent } from './make-current.js';
import { selectLivingVersions } from './siblings.sql.js';
import { hasOrAwaitsRows, hasRows } from './version-rows.sql.js';

/**
 * What comes before deleting a version. While the current one has rows and others live, its readers would silently get another one's: refused.
 * Without rows nobody reads it, and the newest of the others that has rows, or the newest, takes its place.
 */
export async function leaveCurrent(tx: Transaction, caller: Caller, id: string): Promise<void> {
  const leaving = (await selectDefinitions(tx, [id])).get(id);
  if (leaving === undefined || leaving.deleted || !(await lockNode(tx, leaving.featureSetId))) return;
  const { featureSetId, label } = leaving;
  if ((await findMeantVersions(tx, [featureSetId])).get(featureSetId) !== id) return;
  const others = (await selectLivingVersions(tx, featureSetId)).filter((other) => other !== id);
  const [newest] = others;
  if (newest === undefined) return;
  const definitions = await selectDefinitions(tx, others);
  const siblings = others.flatMap((other) => definitions.get(other) ?? []);
  if (await hasOrAwaitsRows(tx, leaving.storage)) throw refusal(label, siblings);
  await makeCurrent(tx, {
    featureSetId,
    fromId: id,
    toId: (await newestWithRows(tx, siblings)) ?? newest,
    cause: ActivationCause.DELETION,
    forced: false,
    reason: `${label} was deleted`,
    activatedBy: caller.user,
  });
}

async function newestWithRows(tx: Transaction, siblings: readonly Definition[]): Promise<string | undefined> {
  for (const { id, storage } of siblings) if (await hasRows(tx, storage)) return id;
  return undefined;
}

function refusal(label: string, siblings: readonly Definition[]): Error {
  const [newest] = siblings;
  const set = label.split('@')[0];
  return failedPrecondition(
    `FEATURE_SET_VERSION "${label}" can't be deleted: it is current and has rows, so what reads "${set}" would silently get another version. Make another one current first, such as ${newest?.label}, with activateFeatureSetVersion; or delete the whole feature set.`,
    { featureSetVersion: label, others: siblings.map((sibling) => sibling.label) },
  );
}
