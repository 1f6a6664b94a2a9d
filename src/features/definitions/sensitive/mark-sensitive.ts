import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { Database } from '../../../platform/database/database.js';
import { FEATURE_SET } from '../../feature-kinds.js';
import { deleteMark, insertMark } from './sensitive.sql.js';

/** Says whether the values of a feature set are sensitive, and with them those of all that is made of it; whether that changed anything. */
export async function markSensitive(
  database: Database,
  graph: Graph,
  caller: Caller,
  { featureSet, sensitive }: { readonly featureSet: string; readonly sensitive: boolean },
): Promise<{ id: string; changed: boolean }> {
  caller.demand('feature-set:mark-sensitive');
  return database.transaction(async (tx) => {
    const { id } = await graph.references.resolve(tx, caller.project, featureSet, [FEATURE_SET]);
    const changed = await (sensitive ? insertMark(tx, id, caller.user) : deleteMark(tx, id));
    const notes = graph.record(tx, caller, 'feature-set:mark-sensitive');
    if (changed) notes.changed(id, { sensitive: !sensitive }, { sensitive });
    return { id, changed };
  });
}
