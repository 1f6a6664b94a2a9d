import { type Queryable, statement } from '../../platform/database/queryable.js';

const HIDDEN = statement(
  'hidden_among',
  'select exists (select from node where id = any($1::uuid[]) and project <> all($2::text[])) as hidden',
);

/** Whether some of these nodes lie in other projects than those that may be seen. Index: primary key. */
export async function anyHidden(db: Queryable, ids: readonly string[], seen: readonly string[]): Promise<boolean> {
  return (await db.query<{ hidden: boolean }>(HIDDEN, [ids, seen]))[0]?.hidden === true;
}
