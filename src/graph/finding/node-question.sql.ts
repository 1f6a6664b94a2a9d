import type { CursorValues } from '../../platform/database/keyset.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { type NodeTest, nodeFits } from './filters/node-test.sql.js';
import type { FindingSql } from './finding-sql.js';
import type { ListedKind } from './listed-kind.js';
import type { ResolvedListOrder } from './ordering/resolve-order.js';

export interface NodeQuestion {
  readonly project: string;
  readonly kind: NodeKind;
  /** What it can be ordered and counted by, beside what all kinds can. */
  readonly listed?: ListedKind | undefined;
  /** Undefined: all fit. */
  readonly test?: NodeTest | undefined;
  readonly includeDeleted: boolean;
  readonly asOf: string | null;
}

export interface WantedNodes {
  readonly order: ResolvedListOrder;
  readonly place: CursorValues | undefined;
  readonly limit: number;
}

/** The conditions of a question, about `node n`. */
export function questionWhere({ project, kind, test, includeDeleted, asOf }: NodeQuestion, sql: FindingSql): string[] {
  return [
    `n.project = ${sql.add(project)}`,
    `n.kind = ${sql.add(kind)}`,
    ...(asOf === null ? [] : madeBy(asOf, sql)),
    ...(includeDeleted ? [] : [sql.lives('n')]),
    ...(test === undefined ? [] : [nodeFits(test, 'n', sql)]),
  ];
}

/** Clocks that make ids and the database's differ by less than a day, and a transaction is shorter. */
const DAY = 24 * 60 * 60_000;

/** What has a later id was not there yet: an id begins with its time. So an index that is walked need not go through all that came since. */
export function madeBy(asOf: string, sql: FindingSql): string[] {
  const until = Math.max(0, Date.parse(asOf) + DAY);
  if (until >= 2 ** 48) return [];
  const digits = until.toString(16).padStart(12, '0');
  return [`n.id < ${sql.add(`${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`)}::uuid`];
}
