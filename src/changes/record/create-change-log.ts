import type { ChangeLog } from '../../graph/nodes/changes/record-change.js';
import { insertChange } from './change.sql.js';

/** The log in the database; says when something in it waits to be sealed. */
export function createChangeLog(added: () => void): ChangeLog {
  return {
    async add(tx, change) {
      await insertChange(tx, change);
      tx.afterCommit(added);
    },
    added,
  };
}
