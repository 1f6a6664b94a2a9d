import type { Database } from '../../platform/database/database.js';
import { badInput } from '../../platform/errors.js';
import type { Graph } from '../graph.js';
import type { Caller } from '../nodes/caller.js';
import { checkMetadata } from '../nodes/check-metadata.js';
import type { GraphNode } from '../nodes/graph-node.js';
import { updateMetadata } from '../nodes/lifecycle/lifecycle.sql.js';
import { tagRecord } from '../nodes/tag.js';
import type { UpdateNodeInput } from './node.input.js';

/** Changes what people say about a node of any kind. */
export async function updateNode(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: UpdateNodeInput,
): Promise<GraphNode> {
  caller.demand('node:update');
  if (input.tags === null)
    throw badInput('tags can be left out or be a list; an empty list removes all.', { field: 'tags' });
  checkMetadata(input);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'node:update');
    const { id } = await graph.references.resolve(tx, caller.project, input.id);
    await updateMetadata(tx, id, {
      description: input.description,
      tags: input.tags === undefined ? undefined : tagRecord(input.tags),
      owner: input.owner,
    });
    return graph.nodes.within(tx).one(id);
  });
}
