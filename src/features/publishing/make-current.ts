import { setCurrentVersion } from '../../graph/nodes/storage/node.sql.js';
import { findMeantVersions } from '../../graph/references/references.sql.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { type Definition, selectDefinitions } from '../definitions/references/feature-references.sql.js';
import { type ActivationRow, insertActivation } from './activation.sql.js';
import { ActivationCause } from './activation-cause.js';
import { hasOrAwaitsRows } from './version-rows.sql.js';

/** What unpinned references to a feature set mean: its current version, while that lives. */
export async function findCurrent(db: Queryable, featureSetId: string): Promise<Definition | undefined> {
  const id = (await findMeantVersions(db, [featureSetId])).get(featureSetId);
  return id === undefined ? undefined : (await selectDefinitions(db, [id])).get(id);
}

/** Switches the version of a feature set that is current, and keeps who did it and why. The set must be locked. */
export async function makeCurrent(tx: Transaction, switched: Omit<ActivationRow, 'id' | 'activatedAt'>): Promise<void> {
  await setCurrentVersion(tx, switched.featureSetId, switched.toId);
  await insertActivation(tx, switched);
}

/**
 * What publishing a version does: it becomes current if nobody can be reading rows of another one. The set must be locked; `current` is what
 * was current before. Whether it became current.
 */
export async function makeCurrentAtOnce(
  tx: Transaction,
  published: { featureSetId: string; id: string; user: string },
  current: Definition | undefined,
): Promise<boolean> {
  if (current !== undefined && (await hasOrAwaitsRows(tx, current.storage))) return false;
  await makeCurrent(tx, {
    featureSetId: published.featureSetId,
    fromId: current?.id ?? null,
    toId: published.id,
    cause: ActivationCause.PUBLICATION,
    forced: false,
    reason: null,
    activatedBy: published.user,
  });
  return true;
}
