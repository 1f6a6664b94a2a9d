import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { WebhookFormat } from './webhook.type.js';

/** A webhook without its secrets. */
export interface WebhookRow {
  readonly id: string;
  readonly project: string;
  readonly url: string;
  readonly description: string | null;
  /** Null: all. */
  readonly actions: readonly string[] | null;
  readonly format: WebhookFormat;
  readonly disabledAt: Date | null;
  readonly disabledBecause: string | null;
  readonly formerUntil: Date | null;
  readonly failingSince: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

const COLUMNS = `id, project, url, description, actions, format, disabled_at as "disabledAt", disabled_because as "disabledBecause",
  case when former_until > now() then former_until end as "formerUntil", failing_since as "failingSince",
  created_by as "createdBy", created_at as "createdAt"`;

const INSERT = statement(
  'insert_webhook',
  `insert into webhook (id, project, url, description, actions, format, secret, from_position, created_by)
   values ($1, $2, $3, $4, $5, $6, $7, (select coalesce(max(position), 0) from change_seal), $8)
   returning ${COLUMNS}`,
);

export interface NewWebhook
  extends Pick<WebhookRow, 'id' | 'project' | 'url' | 'description' | 'actions' | 'format' | 'createdBy'> {
  readonly secret: string;
}

/** Adds one, which is told of what comes from here on. Index: primary keys. */
export async function insertWebhook(db: Queryable, made: NewWebhook): Promise<WebhookRow> {
  const { id, project, url, description, actions, format, secret, createdBy } = made;
  const [row] = await db.query<WebhookRow>(INSERT, [id, project, url, description, actions, format, secret, createdBy]);
  if (row === undefined) throw new Error('the webhook was not inserted');
  return row;
}

const LOCK_PROJECT = statement(
  'lock_webhooks',
  `select pg_advisory_xact_lock(hashtextextended('headwater webhooks of ' || $1, 0))`,
);
const COUNT = statement(
  'count_webhooks',
  'select count(*)::int as count from webhook where project = $1 and deleted_at is null',
);

/** How many a project has; nobody else counts until the end of the transaction. Index: webhook_list. */
export async function countWebhooks(db: Queryable, project: string): Promise<number> {
  await db.query(LOCK_PROJECT, [project]);
  return (await db.query<{ count: number }>(COUNT, [project]))[0]?.count ?? 0;
}

const FIND = statement(
  'find_webhook',
  `select ${COLUMNS} from webhook where id = $1 and project = $2 and deleted_at is null`,
);

/** A webhook of a project. Index: primary key. */
export async function findWebhook(db: Queryable, project: string, id: string): Promise<WebhookRow | undefined> {
  return (await db.query<WebhookRow>(FIND, [id, project]))[0];
}

const LIST = statement(
  'list_webhooks',
  `select ${COLUMNS} from webhook
   where project = $1 and deleted_at is null and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
);

/** Those of a project, newest first, one more than the page holds. Index: webhook_list. */
export function listWebhooks(db: Queryable, project: string, page: PageRequest): Promise<WebhookRow[]> {
  const [id] = page.after === undefined ? [null] : decodeCursor(page.after, ['uuid']);
  return db.query<WebhookRow>(LIST, [project, id, page.first + 1]);
}

const LOCK = statement(
  'lock_webhook',
  `select ${COLUMNS} from webhook where id = $1 and project = $2 and deleted_at is null for update`,
);

/** The same, locked until the end of the transaction. Index: primary key. */
export async function lockWebhook(db: Queryable, project: string, id: string): Promise<WebhookRow | undefined> {
  return (await db.query<WebhookRow>(LOCK, [id, project]))[0];
}

const UPDATE = statement(
  'update_webhook',
  `update webhook set url = $2, description = $3, actions = $4, format = $5, disabled_at = $6::timestamptz, disabled_because = $7,
     failures = case when $8 then 0 else failures end, failing_since = case when $8 then null else failing_since end,
     paused_until = case when $8 then null else paused_until end,
     -- What was done while it was disabled is not for it.
     from_position = case when disabled_at is not null and $6::timestamptz is null then (select coalesce(max(position), 0) from change_seal)
       else from_position end
   where id = $1 returning ${COLUMNS}`,
);

export type WebhookChange = Pick<
  WebhookRow,
  'url' | 'description' | 'actions' | 'format' | 'disabledAt' | 'disabledBecause'
>;

/** Puts these fields; `afresh` forgets what has failed so far. Index: primary key. */
export async function updateWebhookRow(
  db: Queryable,
  id: string,
  change: WebhookChange,
  afresh: boolean,
): Promise<WebhookRow> {
  const { url, description, actions, format, disabledAt, disabledBecause } = change;
  const values = [id, url, description, actions, format, disabledAt, disabledBecause, afresh];
  const [row] = await db.query<WebhookRow>(UPDATE, values);
  if (row === undefined) throw new Error(`webhook ${id} is gone`);
  return row;
}

const ROTATE = statement(
  'rotate_webhook_secret',
  `update webhook set former_secret = case when $3::float8 > 0 then secret end,
     former_until = case when $3::float8 > 0 then now() + make_interval(secs => $3::float8) end, secret = $2
   where id = $1 returning ${COLUMNS}`,
);

/** Puts another secret; what was the secret goes on signing for so many seconds. Index: primary key. */
export async function rotateSecret(db: Queryable, id: string, secret: string, seconds: number): Promise<WebhookRow> {
  const [row] = await db.query<WebhookRow>(ROTATE, [id, secret, seconds]);
  if (row === undefined) throw new Error(`webhook ${id} is gone`);
  return row;
}

const DELETE = statement(
  'delete_webhook',
  `update webhook set deleted_at = now(), secret = '', former_secret = null, former_until = null where id = $1`,
);

/** Ends one: its secrets are gone at once, its deliveries little by little. Index: primary key. */
export async function markWebhookDeleted(db: Queryable, id: string): Promise<void> {
  await db.query(DELETE, [id]);
}
