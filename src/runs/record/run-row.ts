import type { NodeRecord } from '../../graph/nodes/node-record.entity.js';
import { Run } from './run.entity.js';
import { RUN } from './run-kinds.js';

/** A whole run in one row of a search: a page of runs costs one statement, and no mapping by TypeORM. */
export type RunRow = Omit<NodeRecord, 'kind' | 'version' | 'label'> &
  Pick<
    Run,
    | 'type'
    | 'status'
    | 'key'
    | 'startedAt'
    | 'endedAt'
    | 'message'
    | 'reportedAt'
    | 'lostAfterSeconds'
    | 'code'
    | 'environment'
  >;

/** The columns of a RunRow, of `node n` and `run r`. */
export const RUN_COLUMNS = `n.id, n.project, n.name, n.parent_id as "parentId", n.description, n.tags, n.owner,
  n.created_at as "createdAt", n.created_by as "createdBy", n.deleted_at as "deletedAt", n.deleted_by as "deletedBy",
  n.delete_reason as "deleteReason", r.type, r.status, r.key, r.started_at as "startedAt", r.ended_at as "endedAt", r.message,
  r.reported_at as "reportedAt", r.lost_after as "lostAfterSeconds", r.code, r.environment`;

/** The node that a row holds, as the node store would load it. */
export function toRun(row: RunRow): Run {
  const run = new Run();
  run.nodeId = row.id;
  run.type = row.type;
  run.status = row.status;
  run.key = row.key;
  run.startedAt = row.startedAt;
  run.endedAt = row.endedAt;
  run.message = row.message;
  run.reportedAt = row.reportedAt;
  run.lostAfterSeconds = row.lostAfterSeconds;
  run.code = row.code;
  run.environment = row.environment;
  run.node = {
    id: row.id,
    kind: RUN,
    project: row.project,
    name: row.name,
    parentId: row.parentId,
    version: null,
    label: null,
    description: row.description,
    tags: row.tags,
    owner: row.owner,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    deletedAt: row.deletedAt,
    deletedBy: row.deletedBy,
    deleteReason: row.deleteReason,
  };
  return run;
}
