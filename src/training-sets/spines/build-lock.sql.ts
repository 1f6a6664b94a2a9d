import { LOCK_CLASSES } from '../../features/definitions/storage/lock-classes.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

const SHARE = statement('share_build_lock', `select pg_advisory_xact_lock_shared(${LOCK_CLASSES.builders}, $1)`);
const TAKE = statement('take_build_lock', `select pg_advisory_xact_lock(${LOCK_CLASSES.builders}, $1)`);

/** Says that this transaction writes rows of a training set which it reads elsewhere; to be asked before it reads them. */
export async function shareBuildLock(db: Queryable, storage: number): Promise<void> {
  await db.query(SHARE, [storage]);
}

/** Waits for those who write rows of a training set, and keeps others out until the transaction ends. */
export async function awaitBuilders(db: Queryable, storage: number): Promise<void> {
  await db.query(TAKE, [storage]);
}
