import type { PoolClient } from 'pg';
import type { Database } from '../../../src/platform/database/database.js';

/** What comes whenever its time does: the runner of jobs looks for work, counted lookups are written down, quotas are read again. */
const BACKGROUND =
  /^(select id from job where status|(insert into|delete from) (unpinned|served)_lookup |update api_key k set last_used_at|select 1 from change_unsealed order by|select project, .* from project_quota)/;
/** So does a transaction that gives changes their places in the feed. */
const SEALING = 'headwater change seals';
/** What every transaction begins with. */
const BEGINNING = /^(start transaction|set local lock_timeout)/i;

/**
 * The SQL that the service sends while `work` runs, in order, with white space made single: the proof that a longer list costs no more statements. Where an operation asks several things at
 * once, start the app with a DATABASE_POOL_SIZE of 1: which loads meet in a batch depends on which answer comes first.
 */
export async function recordStatements(
  app: { readonly database: Database },
  work: () => Promise<unknown>,
): Promise<string[]> {
  return (await recordTexts(app, work)).map(singleSpaced);
}

/** The same, each text as it is written. */
export async function recordTexts(
  app: { readonly database: Database },
  work: () => Promise<unknown>,
): Promise<string[]> {
  const { pool } = app.database;
  const statements: { client: PoolClient; text: string }[] = [];
  const restore = new Map<PoolClient, () => void>();
  const listen = (client: PoolClient) => {
    if (restore.has(client)) return;
    const query = client.query;
    client.query = function record(this: PoolClient, ...parameters: unknown[]) {
      const text = textOf(parameters[0]);
      if (!BACKGROUND.test(singleSpaced(text))) statements.push({ client, text });
      return Reflect.apply(query, this, parameters);
    } as PoolClient['query'];
    restore.set(client, () => {
      client.query = query;
    });
  };
  pool.on('acquire', listen);
  try {
    await work();
  } finally {
    pool.off('acquire', listen);
    for (const undo of restore.values()) undo();
  }
  return withoutSealing(statements).map(({ text }) => text);
}

/** Leaves out the transactions in which a connection seals changes, from their first statement to their last. */
function withoutSealing<Sent extends { readonly client: PoolClient; readonly text: string }>(
  sent: readonly Sent[],
): Sent[] {
  const left = new Set(sent);
  for (const [index, { client, text }] of sent.entries()) {
    const own = (one: Sent) => one.client === client;
    // One that has only begun seals: whatever else begins is waited for.
    const since = sent.filter((one, at) => at >= index && own(one));
    if (BEGINNING.test(text) && since.every((one) => BEGINNING.test(one.text))) left.delete(sent[index] as Sent);
    if (!text.includes(SEALING)) continue;
    const begin = sent.findLastIndex((one, at) => at < index && own(one) && /^start transaction/i.test(one.text));
    const end = sent.findIndex((one, at) => at > index && own(one) && /^(commit|rollback)/i.test(one.text));
    for (const one of sent.slice(Math.max(0, begin), end < 0 ? undefined : end + 1)) if (own(one)) left.delete(one);
  }
  return [...left];
}

/** A query is text, or something with a text: a named statement, a cursor, a copy stream. */
function textOf(query: unknown): string {
  return typeof query === 'string' ? query : String((query as { text?: unknown }).text);
}

function singleSpaced(text: string): string {
  return text.replace(/--.*$/gm, '').replace(/\s+/g, ' ').trim();
}
