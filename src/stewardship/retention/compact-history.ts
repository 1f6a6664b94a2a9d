import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, failedPrecondition } from '../../platform/errors.js';
import { spoilTrainingSets } from '../../training-sets/keys/spoil-training-sets.js';
import { advanceHistoryFrom, BEGINNING, compactStretch, type HistoryPlace } from './retention.sql.js';

export const STRETCH_ROWS = 100_000;

/** What one call came to. */
export interface Compaction {
  readonly featureSetVersionId: string;
  readonly horizon: string;
  readonly rowsRead: number;
  readonly rowsSuperseded: number;
  readonly bytes: number;
  /** Pass it on to go on; null when all history was looked through. */
  readonly cursor: string | null;
}

/**
 * Removes the history that no read from the retention's horizon on can see any more, or only counts it, up to so many rows a call. Reads
 * as of earlier times are refused from the first call on.
 */
export async function compactHistory(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: {
    featureSet: string;
    dryRun: boolean;
    cursor?: string | null | undefined;
    maxRows?: number | null | undefined;
  },
): Promise<Compaction> {
  caller.demand('feature-set:compact');
  const maxRows = input.maxRows ?? STRETCH_ROWS;
  if (maxRows < 1 || maxRows > 1_000_000)
    throw badInput(`maxRows is ${maxRows}; it is from 1 to 1,000,000.`, { field: 'maxRows' });
  const place = readCursor(input.cursor);
  const { id } = await graph.references.resolve(database, caller.project, input.featureSet, [FEATURE_SET_VERSION]);
  const version = await graph.nodes.get(FeatureSetVersion, id);
  if (version.keepHistoryFor === null) {
    throw failedPrecondition(
      `${version.label} keeps all of its history; say with setRetention(input: {featureSet: "${version.label}", keepHistoryFor: <seconds>}) how much to keep.`,
    );
  }
  const horizon = new Date(Date.now() - version.keepHistoryFor * 1000).toISOString();
  if (!input.dryRun) {
    await database.transaction(async (tx) => {
      graph.record(tx, caller, 'feature-set:compact');
      await advanceHistoryFrom(tx, id, horizon);
      await spoilTrainingSets(tx, id, horizon, `history of ${version.label} before ${horizon} was compacted.`);
    });
  }
  const { storage } = version;
  const compact = async (tx: Transaction) => {
    const notes = graph.record(tx, caller, 'feature-set:compact');
    const stretch = await compactStretch(tx, storage, horizon, place, maxRows, !input.dryRun);
    if (!input.dryRun) notes.count('removed', stretch.superseded);
    if (!input.dryRun && stretch.superseded > 0) notes.about(id);
    return stretch;
  };
  const stretch = await database.shares.use([storage], () => database.quietTransaction(compact));
  return {
    featureSetVersionId: id,
    horizon,
    rowsRead: stretch.read,
    rowsSuperseded: stretch.superseded,
    bytes: stretch.bytes,
    cursor: stretch.read < maxRows ? null : Buffer.from(JSON.stringify(stretch.last)).toString('base64url'),
  };
}

function readCursor(cursor: string | null | undefined): HistoryPlace {
  if (cursor == null) return BEGINNING;
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as HistoryPlace;
    const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;
    if (typeof place.key === 'string' && time.test(place.eventTime) && time.test(place.ingestTime)) return place;
  } catch {
    // Falls through to the one message below.
  }
  throw badInput(`"${cursor}" is no cursor of a compaction; pass the one of the call before.`, { field: 'cursor' });
}
