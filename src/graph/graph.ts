import type { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { GraphWriter } from './edges/graph-writer.js';
import type { Danger } from './guards/live-guard.js';
import type { NodeReads } from './node-reads.js';
import type { Action } from './nodes/action.js';
import type { Caller } from './nodes/caller.js';
import type { ChangeNotes } from './nodes/changes/change-notes.js';
import type { ChangeLog } from './nodes/changes/record-change.js';
import type { KindRegistry } from './nodes/kinds/kind-registry.js';
import type { Quotas } from './nodes/quotas.js';
import type { NodeStore } from './nodes/storage/node-store.js';
import type { References } from './references/references.js';

/** What the kernel offers the rooms. */
export interface Graph {
  readonly kinds: KindRegistry;
  readonly nodes: NodeStore;
  readonly references: References;
  readonly writer: GraphWriter;
  readonly reads: NodeReads;
  /** How much projects may hold. */
  readonly quotas: Quotas;
  readonly changeLog: ChangeLog;
  /** Says what a transaction is about to do, and why; what it then changes becomes one record in the log. */
  readonly record: NameChange;
  /** Refuses, unless overridden, what would break something live. */
  readonly guardLive: (tx: Transaction, caller: Caller, danger: Danger) => Promise<void>;
}

export type NameChange = (
  tx: Transaction,
  caller: Caller,
  action: Action,
  reason?: string | null | undefined,
) => ChangeNotes;

/** What most rooms stand on. */
export interface OnGraph {
  readonly database: Database;
  readonly graph: Graph;
}
