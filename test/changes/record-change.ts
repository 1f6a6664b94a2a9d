import { insertChange } from '../../src/changes/record/change.sql.js';
import { sealChanges } from '../../src/changes/seal/seal-changes.js';
import type { NewChange } from '../../src/graph/nodes/changes/record-change.js';
import type { Database } from '../../src/platform/database/database.js';

/** Records a change as a mutation does. */
export function recordChange(database: Database, change: Partial<NewChange> = {}): Promise<void> {
  return recordChanges(database, [change]);
}

/** Many of one mutation, in this order. */
export async function recordChanges(database: Database, changes: readonly Partial<NewChange>[]): Promise<void> {
  await database.transaction(async (tx) => {
    for (const change of changes)
      await insertChange(tx, {
        project: 'default',
        principal: 'ada',
        door: 'GRAPHQL',
        requestId: null,
        action: 'node:update',
        nodes: [],
        reason: null,
        details: {},
        ...change,
      });
  });
  await sealChanges(database);
}
