import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { findQuota, holdProject, type OwnQuota, setQuota } from './quota.sql.js';

/** Says what a project may hold, and keeps who said so. */
export async function setProjectQuota(
  { database, graph }: OnGraph,
  caller: Caller,
  project: string,
  quota: OwnQuota,
): Promise<void> {
  await database.quietTransaction(async (tx) => {
    const notes = graph.record(tx, caller, 'project:manage');
    notes.inProject(project);
    await holdProject(tx, project);
    const before = await findQuota(tx, project);
    await setQuota(tx, project, quota);
    notes.changedThing(`quota/${project}`, before ?? null, quota);
  });
}
