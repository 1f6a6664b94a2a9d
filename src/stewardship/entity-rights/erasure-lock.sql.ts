import { type Queryable, statement } from '../../platform/database/queryable.js';

const LOCK = statement(
  'take_erasure_lock',
  `select pg_advisory_xact_lock(hashtextextended('headwater erasure ' || $1, 0))`,
);

/** Waits for erasures of an entity's keys that are under way, and keeps others out until the transaction ends. */
export async function awaitErasures(db: Queryable, entityId: string): Promise<void> {
  await db.query(LOCK, [entityId]);
}
