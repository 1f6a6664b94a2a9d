import { type Queryable, statement } from '../../platform/database/queryable.js';

const HIDDEN = statement(
  'hidden_among',
  'select id from node where id = any($1::uuid[]) and project <> all($2::text[])',
);

/** Those of these nodes that lie in other projects than those that may be seen. Index: primary key. */
export async function selectHidden(
  db: Queryable,
  ids: readonly string[],
  seen: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set((await db.query<{ id: string }>(HIDDEN, [ids, seen])).map(({ id }) => id));
}

const ANY_HIDDEN = statement(
  'any_hidden_among',
  'select exists (select from node where id = any($1::uuid[]) and project <> all($2::text[])) as hidden',
);

/** Whether there is one. Index: primary key. */
export async function anyHidden(db: Queryable, ids: readonly string[], seen: readonly string[]): Promise<boolean> {
  return (await db.query<{ hidden: boolean }>(ANY_HIDDEN, [ids, seen]))[0]?.hidden === true;
}
