import type { Queryable } from '../../../platform/database/queryable.js';
import { SqlParameters } from '../../../platform/database/sql-parameters.js';
import type { StatementNames } from '../../../platform/database/statement-names.js';
import { RUN_ID } from '../protocol/kept-words.js';
import { compareNumber, compareTag, compareText } from '../search/comparison.sql.js';
import type { Comparison } from '../search/grammar.js';
import type { OrderKey } from '../search/order-by.js';
import type { OffsetPage } from '../search/page-token.js';
import {
  MODEL_COLUMNS,
  type ModelRow,
  RUN_OF_VERSION,
  VERSION_COLUMNS,
  VERSION_SOURCE,
  type VersionRow,
} from './model.sql.js';

export interface RegistrySearch {
  readonly project: string;
  readonly comparisons: readonly Comparison[];
  readonly order: readonly OrderKey[];
  readonly page: OffsetPage;
}

const ORDERS: Readonly<Record<string, string>> = {
  name: 'f.name collate "C"',
  version_number: 'f.version',
  creation_timestamp: 'f."createdAt"',
  timestamp: 'f."changedAt"',
  last_updated_timestamp: 'f."changedAt"',
};

function orderOf(order: readonly OrderKey[], ties: readonly string[]): string {
  const terms = order.map(({ key, ascending }) => `${ORDERS[key] ?? ORDERS.name} ${ascending ? 'asc' : 'desc'}`);
  return [...terms, ...ties].join(', ');
}

function page({ first, offset }: OffsetPage, sql: SqlParameters): string {
  return `limit ${sql.add(first + 1)} offset ${sql.add(offset)}`;
}

const PROMPT = 'mlflow.prompt.is_prompt';

/** What is no prompt lacks the tag, and is asked for by it all the same. */
function modelCondition(comparison: Comparison, sql: SqlParameters): string {
  const { entity, key, comparator, value } = comparison;
  if (entity === 'attribute') return compareText('n.name', comparison, sql);
  const isNoPrompt =
    key === PROMPT && ((comparator === '=' && value === 'false') || (comparator === '!=' && value === 'true'));
  const condition = compareTag(comparison, sql);
  return isNoPrompt ? `(${condition} or not n.tags ? ${sql.add(key)})` : condition;
}

/** Living models that fit, one more than the page holds. Indexes: node_kind, node_name. */
export function searchModels(
  db: Queryable,
  names: StatementNames,
  { project, comparisons, order, page: asked }: RegistrySearch,
  signal: AbortSignal,
): Promise<ModelRow[]> {
  const sql = new SqlParameters();
  const where = [
    `n.project = ${sql.add(project)}`,
    `n.kind = 'MODEL'`,
    'n.deleted_at is null',
    ...comparisons.map((comparison) => modelCondition(comparison, sql)),
  ];
  const text = `select f.* from (select ${MODEL_COLUMNS} from node n where ${where.join(' and ')}) f
     order by ${orderOf(order, ['f.name collate "C"'])} ${page(asked, sql)}`;
  return db.query<ModelRow>(names.named(text), sql.values, signal);
}

const VERSION_ATTRIBUTES: Readonly<Record<string, string>> = {
  name: 'n.name',
  run_id: `coalesce(replace(${RUN_OF_VERSION}::text, '-', ''), n.tags ->> '${RUN_ID}')`,
  source_path: 'm.artifact_uri',
};

function versionCondition(comparison: Comparison, sql: SqlParameters): string {
  const { entity, key } = comparison;
  if (entity === 'tag') return compareTag(comparison, sql);
  if (key === 'version_number') return compareNumber('n.version::float8', comparison, sql);
  return compareText(VERSION_ATTRIBUTES[key] ?? 'n.name', comparison, sql);
}

/** How versions come that nobody orders. */
const NEWEST_FIRST = [{ entity: 'attribute', key: 'last_updated_timestamp', ascending: false }] as const;

/** Living versions that fit, one more than the page holds. Indexes: node_kind, node_name. */
export function searchVersions(
  db: Queryable,
  names: StatementNames,
  { project, comparisons, order, page: asked }: RegistrySearch,
  signal: AbortSignal,
): Promise<VersionRow[]> {
  const sql = new SqlParameters();
  const where = [
    `n.project = ${sql.add(project)}`,
    `n.kind = 'MODEL_VERSION'`,
    'n.deleted_at is null',
    ...comparisons.map((comparison) => versionCondition(comparison, sql)),
  ];
  const text = `select f.* from (select ${VERSION_COLUMNS} from ${VERSION_SOURCE} where ${where.join(' and ')}) f
     order by ${orderOf(order.length === 0 ? NEWEST_FIRST : order, ['f.name collate "C"', 'f.version desc'])} ${page(asked, sql)}`;
  return db.query<VersionRow>(names.named(text), sql.values, signal);
}
