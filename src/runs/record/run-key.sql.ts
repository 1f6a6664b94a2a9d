import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { RunType } from './run-type.js';

/** The run that was started with a key. */
export interface KeyedRun {
  readonly id: string;
  readonly type: RunType;
  readonly experiment: string;
  readonly createdBy: string;
  readonly deleted: boolean;
}

const LOCK_KEY = statement(
  'lock_run_key',
  `select pg_advisory_xact_lock(hashtextextended('headwater run ' || $1 || ' ' || $2, 0))`,
);
const FIND_KEY = statement(
  'find_run_by_key',
  `select r.id, r.type, e.name as experiment, n.created_by as "createdBy", n.deleted_at is not null as deleted
   from run r
   join node n on n.id = r.id
   join node e on e.id = n.parent_id
   where r.project = $1 and r.key = $2`,
);

/** The run with this key; others who start one with it wait until the transaction ends. Index: run_key. */
export async function lockKey(db: Queryable, project: string, key: string): Promise<KeyedRun | undefined> {
  await db.query(LOCK_KEY, [project, key]);
  return (await db.query<KeyedRun>(FIND_KEY, [project, key]))[0];
}

const RELEASE_KEY = statement('release_run_key', 'update run set key = null where id = $1');

/** Makes the key of a deleted run free. Index: primary key. */
export async function releaseKey(tx: Transaction, id: string, key: string): Promise<void> {
  await tx.query(RELEASE_KEY, [id]);
  changeNotes(tx).changed(id, { key }, { key: null });
}
