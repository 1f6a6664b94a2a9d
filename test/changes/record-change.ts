import { insertChange } from '../../src/changes/record/change.sql.js';
import { sealChanges } from '../../src/changes/seal/seal-changes.js';
import type { NewChange } from '../../src/graph/nodes/changes/record-change.js';
import type { Database } from '../../src/platform/database/database.js';

/** Records a change as a mutation does. */
export async function recordChange(database: Database, change: Partial<NewChange> = {}): Promise<void> {
  await database.transaction((tx) =>
    insertChange(tx, {
      project: 'default',
      principal: 'ada',
      door: 'GRAPHQL',
      requestId: null,
      action: 'node:update',
      nodes: [],
      reason: null,
      details: {},
      ...change,
    }),
  );
  await sealChanges(database);
}
