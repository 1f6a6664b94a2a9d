import { setTimeout as sleep } from 'node:timers/promises';
import type { OnGraph } from '../graph/graph.js';
import type { StandingWork } from '../platform/jobs/standing-work.js';
import { forgetContent, holdUnused, selectUnused, useContent } from './content/content.sql.js';
import { deleteAllArtifacts, lockArtifacts, selectLongDeleted } from './files/artifact.sql.js';
import type { OnArtifacts } from './files/on-artifacts.js';

const LOOK_MS = 60_000;
const AT_ONCE = 200;

/** Clears away files of what was deleted long ago, contents that no file has, and what uploads have left that broke off. */
export function garbageCollector(room: OnArtifacts): StandingWork {
  return {
    name: 'artifact garbage',
    async run(signal) {
      while (!signal.aborted) {
        await collectGarbage(room, signal);
        await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}

export async function collectGarbage(room: OnArtifacts, signal: AbortSignal): Promise<void> {
  const { database, contents, artifactSettings, findNamedFiles } = room;
  const { keepSeconds, graceSeconds } = artifactSettings;
  // Whose files living versions have their bytes in.
  const kept: string[] = [];
  for (let found = AT_ONCE; found === AT_ONCE && !signal.aborted; ) {
    const nodes = await selectLongDeleted(database, keepSeconds, AT_ONCE, kept);
    for (const node of nodes)
      if ((await findNamedFiles(database, node)).length > 0) kept.push(node.id);
      else await clearNode(room, node);
    found = nodes.length;
  }
  let failure: unknown;
  for (let removed = AT_ONCE; removed > 0 && !signal.aborted; ) {
    removed = 0;
    for (const digest of await selectUnused(database, graceSeconds, AT_ONCE)) {
      // One that can't be removed keeps no other.
      const isGone = await removeUnused(room, digest).catch((error: unknown) => {
        failure ??= error;
        return false;
      });
      if (isGone) removed += 1;
    }
  }
  await contents.tidy(new Date(Date.now() - graceSeconds * 1_000), signal);
  if (failure !== undefined) throw failure;
}

/** Nobody asked for it, so the service itself stands in the log. */
function clearNode(
  { database, graph }: OnGraph,
  { id, project }: { readonly id: string; readonly project: string },
): Promise<void> {
  return database.quietTransaction(async (tx) => {
    await lockArtifacts(tx, id);
    const { count } = await deleteAllArtifacts(tx, id);
    if (count === 0) return;
    await graph.changeLog.add(tx, {
      project,
      principal: 'headwater',
      door: 'SERVICE',
      requestId: null,
      action: 'artifact:delete',
      nodes: [id],
      reason: 'What they belonged to was deleted long ago.',
      details: { counts: { artifactsDeleted: count } },
    });
  });
}

/*   whoever uploads                          whoever clears away
 *     says that it expects the content         locks that row; whoever uploads waits, or was here before and it is skipped
 *     keeps the bytes                          looks once more whether a file has it
 *     writes the file down, which holds        removes the bytes, then the row, and commits; whoever waited says it anew, and
 *     the row of the content                   keeps the bytes once more                                                      */
/** False where somebody has it just now. */
function removeUnused({ database, contents, artifactSettings }: OnArtifacts, digest: string): Promise<boolean> {
  return database.quietTransaction(async (tx) => {
    const held = await holdUnused(tx, digest, artifactSettings.graceSeconds);
    if (held === undefined) return false;
    if (held.isUsed) {
      await useContent(tx, digest);
      return true;
    }
    await contents.remove(digest);
    await forgetContent(tx, digest);
    return true;
  });
}
