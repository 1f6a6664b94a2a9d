import { type Queryable, statement } from '../queryable.js';

const READ_ONLY = statement('', 'set transaction read only');

/** From here on PostgreSQL refuses whatever a transaction would write, numbers of sequences too: for looking at what something would do. */
export async function refuseWrites(tx: Queryable): Promise<void> {
  await tx.query(READ_ONLY);
}
