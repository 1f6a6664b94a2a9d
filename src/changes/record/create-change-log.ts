import type { ChangeLog } from '../../graph/nodes/changes/record-change.js';
import { insertChange } from './change.sql.js';

/** The log in the database; says when something in it waits to be sealed. `settle` seals what waits, for whoever reads. */
export function createChangeLog(added: () => void, settle: () => Promise<void> = async () => undefined): ChangeLog {
  return {
    async add(tx, change) {
      await insertChange(tx, change);
      tx.afterCommit(added);
    },
    added,
    settle,
  };
}
