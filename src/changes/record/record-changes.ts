import type { RecordChange } from '../../graph/nodes/changes/record-change.js';
import { insertChange } from './change.sql.js';

/** Adds changes to the log, and says so once they are committed. */
export function recordingChanges(committed: () => void): RecordChange {
  return async (tx, change) => {
    await insertChange(tx, change);
    tx.afterCommit(committed);
  };
}
