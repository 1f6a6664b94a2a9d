import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { ForeignName } from '../reading/lineage-event.js';

const FOREIGN_NAMES = statement(
  'foreign_names',
  'select node_id as "nodeId", namespace, name from foreign_name where node_id = any($1::uuid[])',
);

/** What producers call nodes, by uuid; those that nobody told of are absent. Index: primary key. */
export async function selectForeignNames(
  db: Queryable,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, ForeignName>> {
  const rows = await db.query<ForeignName & { nodeId: string }>(FOREIGN_NAMES, [nodeIds]);
  return new Map(rows.map(({ nodeId, namespace, name }) => [nodeId, { namespace, name }]));
}
