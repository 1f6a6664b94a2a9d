import type { Transaction } from '../../../platform/database/transaction.js';
import type { Action } from '../action.js';
import type { Door } from './door.js';

/** What somebody changed of one thing: the fields that differ, before and after. Null: it was not there, or isn't any more. */
export interface BeforeAndAfter {
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** What became of an edge: null before where it was drawn, null after where it ended without ever having been valid. */
export interface ChangedEdge extends BeforeAndAfter {
  readonly src: string;
  readonly dst: string;
  readonly kind: string;
  readonly runId: string | null;
}

export interface ChangeDetails {
  /** By what it is: the uuid of a node, or another name such as `project/rivers`. */
  readonly things?: Readonly<Record<string, BeforeAndAfter>>;
  readonly edges?: readonly ChangedEdge[];
  /** How much of what is too much to tell: rows, points. */
  readonly counts?: Readonly<Record<string, number>>;
  /** How far the numbers had got of what is too much to tell: all that has one up to it, of the nodes that the change is about, was there with it. */
  readonly reached?: Readonly<Record<string, number>>;
  /** That a guard was overridden: why, and the uuids of what was live and in danger, the first thousand. */
  readonly override?: { readonly reason: string; readonly live: readonly string[] };
}

/** One thing that was done, as the log keeps it. Never holds the value of a feature or a secret. */
export interface NewChange {
  /** Null for what belongs to no project. */
  readonly project: string | null;
  readonly principal: string;
  readonly door: Door;
  readonly requestId: string | null;
  readonly action: Action;
  /** The uuids of the nodes that it is about. */
  readonly nodes: readonly string[];
  readonly reason: string | null;
  readonly details: ChangeDetails;
}

/** The log, as those see it who change something. */
export interface ChangeLog {
  /** Adds a change, as the last statement of its transaction. */
  add(tx: Transaction, change: NewChange): Promise<void>;
  /** Says that a statement which is a transaction by itself has added one. */
  added(): void;
  /** Gives what was done by now its place, before somebody reads what was at a time. */
  settle(): Promise<void>;
}
