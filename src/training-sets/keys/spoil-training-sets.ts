import type { Queryable } from '../../platform/database/queryable.js';
import { selectTrainingSetsReadingBefore } from '../training-set.sql.js';
import { markNotRebuildable } from './training-set-keys.sql.js';

/** Marks the training sets that read a feature set version as of before a moment: they can't be made again. */
export async function spoilTrainingSets(
  db: Queryable,
  featureSetVersionId: string,
  before: string,
  reason: string,
): Promise<void> {
  for (const storage of await selectTrainingSetsReadingBefore(db, featureSetVersionId, before))
    await markNotRebuildable(db, storage, reason);
}
