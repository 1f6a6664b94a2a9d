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
export function questionWhere({ project, kind, test, includeDeleted }: NodeQuestion, sql: FindingSql): string[] {
  return [
    `n.project = ${sql.add(project)}`,
    `n.kind = ${sql.add(kind)}`,
    ...(includeDeleted ? [] : [sql.lives('n')]),
    ...(test === undefined ? [] : [nodeFits(test, 'n', sql)]),
  ];
}
