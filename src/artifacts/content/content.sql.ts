import { type Queryable, statement } from '../../platform/database/queryable.js';

const EXPECT = statement(
  'expect_content',
  `insert into artifact_content (digest, size) values (decode($1, 'hex'), $2)
   on conflict (digest) do update set unused_since = clock_timestamp()`,
);

/**
 * Says that a content is about to be kept, before it is: for the time of grace nobody removes it, whatever files it had. Waits for whoever removes it just now.
 * Index: primary key.
 */
export async function expectContent(db: Queryable, digest: string, size: number): Promise<void> {
  await db.query(EXPECT, [digest, size]);
}

const USE = statement(
  'use_content',
  `update artifact_content set unused_since = null where digest = decode($1, 'hex') returning 1`,
);

/** Says that a file has the content; false where it was removed meanwhile. Index: primary key. */
export async function useContent(db: Queryable, digest: string): Promise<boolean> {
  return (await db.query(USE, [digest])).length > 0;
}

const UNUSED = statement(
  'unused_contents',
  `select encode(digest, 'hex') as digest from artifact_content
   where unused_since < clock_timestamp() - $1 * interval '1 s' order by unused_since limit $2`,
);

/** Contents that nobody may need any more, those first that have been unused longest. Index: artifact_content_unused. */
export async function selectUnused(db: Queryable, graceSeconds: number, limit: number): Promise<string[]> {
  return (await db.query<{ digest: string }>(UNUSED, [graceSeconds, limit])).map(({ digest }) => digest);
}

const HOLD = statement(
  'hold_unused_content',
  `select exists (select from artifact a where a.digest = c.digest) as "isUsed"
   from artifact_content c
   where c.digest = decode($1, 'hex') and c.unused_since < clock_timestamp() - $2 * interval '1 s'
   for update of c skip locked`,
);

/**
 * Locks a content that has been unused for so long: whoever wants to keep it waits until the transaction ends. Undefined where it is not unused any more, or
 * somebody has it. Indexes: primary key, artifact_digest.
 */
export async function holdUnused(
  db: Queryable,
  digest: string,
  graceSeconds: number,
): Promise<{ readonly isUsed: boolean } | undefined> {
  return (await db.query<{ isUsed: boolean }>(HOLD, [digest, graceSeconds]))[0];
}

const FORGET = statement('forget_content', `delete from artifact_content where digest = decode($1, 'hex')`);

/** Forgets a locked content. Index: primary key. */
export async function forgetContent(db: Queryable, digest: string): Promise<void> {
  await db.query(FORGET, [digest]);
}
