import { changeNotes } from '../../../graph/nodes/changes/change-notes.js';
import { statement } from '../../../platform/database/queryable.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { MESSAGE_FACETS } from '../reading/facets.js';
import type { RunState } from '../reading/lineage-event.js';

/*   the greater of two states stays: COMPLETE at 10:05 > START at 10:00, and FAIL at 10:04 > COMPLETE at 10:05, whichever comes first
 *   of two bad ends, which have one rank, the later one; of ends at one time the one whose name is greater   */
const ADD_STATE = statement(
  'add_run_state',
  `insert into foreign_run as r (run_id, type, rank, at, first_at, started_at)
   values ($1, $2, $3, $4::timestamptz, $4::timestamptz, case when $2 = 'START' then $4::timestamptz end)
   on conflict (run_id) do update set
     type = case when (r.rank, r.at, r.type) < (excluded.rank, excluded.at, excluded.type) then excluded.type else r.type end,
     at = case when (r.rank, r.at, r.type) < (excluded.rank, excluded.at, excluded.type) then excluded.at else r.at end,
     rank = greatest(r.rank, excluded.rank),
     first_at = least(r.first_at, excluded.first_at),
     started_at = least(r.started_at, excluded.started_at)`,
);

const SHOW_STATE = statement(
  'show_run_state',
  `with told as (
     select run_id, case type when 'COMPLETE' then 'SUCCEEDED' when 'FAIL' then 'FAILED' when 'ABORT' then 'CANCELLED' else 'RUNNING' end as status,
       date_trunc('milliseconds', case when rank >= 3 then least(coalesce(started_at, first_at), at) else coalesce(started_at, first_at) end) as started_at,
       case when rank >= 3 then date_trunc('milliseconds', at) end as ended_at
     from foreign_run where run_id = $1
   ), known as materialized (select * from run where id = $1 for no key update)
   update run r set status = t.status, started_at = t.started_at, ended_at = t.ended_at
   from told t join known k on k.id = t.run_id
   where r.id = t.run_id and (r.status, r.started_at, r.ended_at) is distinct from (t.status, t.started_at, t.ended_at)
   returning k.status as "statusBefore", k.started_at as "startedBefore", k.ended_at as "endedBefore",
     r.status, r.started_at as "startedAt", r.ended_at as "endedAt"`,
);

interface ShownState {
  readonly statusBefore: string;
  readonly startedBefore: Date | null;
  readonly endedBefore: Date | null;
  readonly status: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Adds what an event says of how a run stands, and lets the run stand as all of them say together. Indexes: primary keys. */
export async function addRunState(tx: Transaction, runId: string, state: RunState, time: string): Promise<void> {
  await tx.query(ADD_STATE, [runId, state.type, state.rank, time]);
  const [row] = await tx.query<ShownState>(SHOW_STATE, [runId]);
  if (row === undefined) return;
  const { statusBefore, startedBefore, endedBefore, status, startedAt, endedAt } = row;
  changeNotes(tx).changed(
    runId,
    { status: statusBefore, startedAt: startedBefore, endedAt: endedBefore },
    { status, startedAt, endedAt },
  );
}

const SET_MESSAGE = statement(
  'set_run_message',
  `with known as materialized (select id, message from run where id = $1)
   update run r set message = $2 from known k
   where r.id = k.id and r.message is distinct from $2
     and ($3 or not exists (select from facet where node_id = $1 and part = 'OWN' and name = '${MESSAGE_FACETS[0]}' and content is not null))
   returning k.message as before`,
);

/** Sets what was said when a run failed, unless a better facet than the one that says so has said it. Indexes: primary keys. */
export async function setMessage(
  tx: Transaction,
  runId: string,
  message: string | null,
  isBest: boolean,
): Promise<void> {
  const [row] = await tx.query<{ before: string | null }>(SET_MESSAGE, [runId, message, isBest]);
  if (row !== undefined) changeNotes(tx).changed(runId, { message: row.before }, { message });
}
