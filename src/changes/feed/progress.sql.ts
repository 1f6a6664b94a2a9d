import { type Queryable, statement } from '../../platform/database/queryable.js';

const SELECT = statement('feed_progress', 'select position::float8 as position from feed_progress where name = $1');

/** How far somebody has come who takes the feed onwards. Index: primary key. */
export async function selectProgress(db: Queryable, name: string): Promise<number> {
  return (await db.query<{ position: number }>(SELECT, [name]))[0]?.position ?? 0;
}

const PUT = statement('put_feed_progress', 'update feed_progress set position = $2 where name = $1');

/** Says how far. Index: primary key. */
export async function putProgress(db: Queryable, name: string, position: number): Promise<void> {
  await db.query(PUT, [name, position]);
}
