import { describeTombstone, tombstoneDetails } from '../../graph/nodes/lifecycle/tombstone.js';
import type { Tombstone } from '../../graph/nodes/lifecycle/tombstone.sql.js';
import { notFound } from '../../platform/errors.js';

/** What require_feature_rows, in the database, raises; its detail is the tombstone. */
const DELETED = 'HW003';

/** NOT_FOUND, with who deleted it and why, for a version that was deleted before the rows came; any other error as it is. */
export function explainDeletion(error: unknown): unknown {
  const { code, detail } = error as { code?: unknown; detail?: string };
  if (code !== DELETED || detail === undefined) return error;
  const { deletedAt, ...tombstone } = JSON.parse(detail) as Omit<Tombstone, 'deletedAt'> & { deletedAt: string };
  const gone = { ...tombstone, deletedAt: new Date(deletedAt) };
  return notFound(`${describeTombstone(gone)}.`, tombstoneDetails(gone));
}
