import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { LineageEvent } from '../reading/lineage-event.js';

const KEEP_EVENT = statement(
  'keep_lineage_event',
  `insert into lineage_event (project, digest, event_at, body) values ($1, decode($2, 'hex'), $3, $4)
   on conflict do nothing
   returning true as kept`,
);

/**
 * Keeps an event; false where the project has it already. Whoever brings the same at the same time waits until it is known whether the first one was
 * taken. Index: primary key.
 */
export async function keepEvent(db: Queryable, project: string, event: LineageEvent): Promise<boolean> {
  return (await db.query(KEEP_EVENT, [project, event.digest, event.time, event.body])).length > 0;
}

const KEEP_NAMES = statement(
  'keep_foreign_names',
  `insert into foreign_name (node_id, namespace, name)
   select * from unnest($1::uuid[], $2::text[], $3::text[]) as n (node_id, namespace, name)
   order by node_id
   on conflict do nothing`,
);

/** Keeps what producers call nodes; the first spelling stays. Index: primary key. */
export async function keepNames(
  db: Queryable,
  names: readonly { readonly nodeId: string; readonly namespace: string; readonly name: string }[],
): Promise<void> {
  await db.query(KEEP_NAMES, [
    names.map(({ nodeId }) => nodeId),
    names.map(({ namespace }) => namespace),
    names.map(({ name }) => name),
  ]);
}
