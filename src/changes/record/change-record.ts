import type { Door } from '../../graph/nodes/changes/door.js';
import type { ChangeDetails } from '../../graph/nodes/changes/record-change.js';

/** A change as it stands in the log. */
export interface ChangeRecord {
  /** A uuid. */
  readonly id: string;
  /** Null for what belongs to no project. */
  readonly project: string | null;
  readonly principal: string;
  readonly door: Door;
  readonly requestId: string | null;
  readonly action: string;
  /** The uuids of the nodes that it is about. */
  readonly nodes: readonly string[];
  readonly reason: string | null;
  readonly details: ChangeDetails;
  readonly at: Date;
}

/** A change with its place in the order that everybody reads. */
export interface SealedChange extends ChangeRecord {
  /** From 1, without gaps over all projects. */
  readonly position: number;
  /** Hexadecimal; covers the change, its position, and all changes of the project before it. */
  readonly hash: string;
}

/** The columns of the table `change` as these fields. */
export const CHANGE_COLUMNS = `c.id, nullif(c.project, '') as project, c.principal, c.door, c.request_id as "requestId", c.action, c.nodes,
     c.reason, c.details, c.at`;
