import { addedChange } from '../../changes/record/change.sql.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { newNodeId } from '../../graph/nodes/node-id.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { RowSource } from '../definitions/storage/row-sources.sql.js';
import { explainDeletion } from './deleted-version.js';
import type { EncodedRow } from './rows/row-encoder.js';

/** What a write that is a transaction by itself leaves in the log. */
export interface WriteRecord {
  readonly caller: Caller;
  readonly featureSetVersionId: string;
}

/** Nothing is recorded of a write that changed nothing. */
function recorded(write: string): string {
  return `with wrote as materialized (${write}),
    ${addedChange(`select $4::uuid, $5, $6, $7, $8, 'feature:write', array[$9::uuid], null,
      jsonb_build_object('counts', jsonb_build_object('written', written, 'late', written - advanced))
     from wrote where written > 0`)}
    select written, advanced from wrote`;
}

function recordValues({ caller, featureSetVersionId }: WriteRecord): unknown[] {
  return [newNodeId(), caller.project, caller.user, caller.door, caller.requestId, featureSetVersionId];
}

/**
 * Writes rows into online storage and history, unless a newer event is online, or the same row stands in history as the last word on its
 * event. `written`: rows that entered the history; `advanced`: keys whose online row they became. Rows of one call differ in key or event
 * time. `from`: what the log is told where the write is a transaction by itself, or where rows come from that were written within another. The
 * function is made with the storage, see make_feature_writer. Throws NOT_FOUND for a version that was deleted. Indexes: primary keys.
 */
export async function writeRows(
  db: Queryable,
  storage: number,
  rows: readonly EncodedRow[],
  from?: WriteRecord | RowSource,
): Promise<{ written: number; advanced: number }> {
  const time = rows[0]?.eventTime;
  // Rows of one call often share their time, which then goes once.
  const shared = rows.every((row) => row.eventTime === time);
  const times = shared ? 'array_fill($3::timestamptz, array[cardinality($1::text[])])' : '$3::timestamptz[]';
  const record = from !== undefined && 'caller' in from ? from : undefined;
  const source = from !== undefined && 'run' in from ? from : undefined;
  // Takes its turn where others write the same keys, however long that is. The last parameter only makes the setting come first.
  const text = `select w.written, w.advanced from set_config('lock_timeout', '0', true) s (v)
    cross join lateral write_features_${storage}($1, $2, case when s.v is not null then ${times} end${source === undefined ? '' : ', $4, $5'}) w`;
  const name = `write_features_${storage}${shared ? '_at' : ''}${record === undefined ? '' : '_recorded'}${source === undefined ? '' : '_from'}`;
  const values = [
    rows.map((row) => row.key),
    rows.map((row) => row.values),
    shared ? time : rows.map((row) => row.eventTime),
  ];
  const [outcome] = await db
    .query<{ written: number; advanced: number }>(statement(name, record === undefined ? text : recorded(text)), [
      ...values,
      ...(source === undefined ? [] : [source.run ?? null, source.copiedFrom ?? null]),
      ...(record === undefined ? [] : recordValues(record)),
    ])
    .catch((error: unknown) => {
      throw explainDeletion(error);
    });
  if (outcome === undefined) throw new Error('the write gave no counts');
  return outcome;
}
