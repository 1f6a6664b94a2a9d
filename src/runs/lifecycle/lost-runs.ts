import { setTimeout as sleep } from 'node:timers/promises';
import type { OnGraph } from '../../graph/graph.js';
import type { StandingWork } from '../../platform/jobs/standing-work.js';
import { RunStatus } from '../record/run-status.js';
import { markLost, type SilentRun, selectSilentRuns } from './lost-run.sql.js';

/** How often it looks: a run is taken for lost at most so much later than it said. */
const LOOK_MS = 1_000;
const AT_ONCE = 500;

/** Takes runs for LOST that have not reported for as long as they said, or for `lostAfterSeconds`; 0: only those that said so themselves. */
export function lostRuns(room: OnGraph, lostAfterSeconds: number): StandingWork {
  return {
    name: 'lost runs',
    async run(signal, db) {
      while (!signal.aborted) {
        const silent = await selectSilentRuns(db, lostAfterSeconds, AT_ONCE);
        for (const run of silent) if (!signal.aborted) await lose(room, run, lostAfterSeconds);
        if (silent.length < AT_ONCE) await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}

/** Nobody asked for it, so the service itself stands in the log. */
function lose({ database, graph }: OnGraph, { id, project, silentSeconds }: SilentRun, after: number): Promise<void> {
  return database.quietTransaction(async (tx) => {
    if (!(await markLost(tx, after, id))) return;
    await graph.changeLog.add(tx, {
      project,
      principal: 'headwater',
      door: 'SERVICE',
      requestId: null,
      action: 'run:log',
      nodes: [id],
      reason: `It had not reported for ${Math.floor(silentSeconds)} seconds.`,
      details: { things: { [id]: { before: { status: RunStatus.RUNNING }, after: { status: RunStatus.LOST } } } },
    });
  });
}
