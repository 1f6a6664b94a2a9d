import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';

export interface SilentRun {
  readonly id: string;
  readonly project: string;
  readonly silentSeconds: number;
}

const IS_SILENT = `r.status = 'RUNNING' and r.reported_at is not null
     and coalesce(r.lost_after, $1) > 0 and r.reported_at < clock_timestamp() - coalesce(r.lost_after, $1) * interval '1 s'
     and exists (select from node n where n.id = r.id and n.deleted_at is null)`;

const SILENT = statement(
  'silent_runs',
  `select r.id, r.project, extract(epoch from clock_timestamp() - r.reported_at)::float8 as "silentSeconds"
   from run r where ${IS_SILENT} order by r.id limit $2`,
);

/** Runs that were to report and have not for too long; none that was deleted. Indexes: run_awaited, primary key of node. */
export function selectSilentRuns(db: Queryable, lostAfterSeconds: number, limit: number): Promise<SilentRun[]> {
  return db.query<SilentRun>(SILENT, [lostAfterSeconds, limit]);
}

const MARK_LOST = statement(
  'mark_run_lost',
  `update run r set status = 'LOST'
   where r.id = $2 and ${IS_SILENT}
   returning 1`,
);

/** Takes a run for lost; false where it has reported, ended or been deleted meanwhile. Index: primary key. */
export async function markLost(tx: Transaction, lostAfterSeconds: number, id: string): Promise<boolean> {
  return (await tx.query(MARK_LOST, [lostAfterSeconds, id])).length > 0;
}
