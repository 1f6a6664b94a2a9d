import type { NodeRecord } from '../../graph/nodes/storage/node-record.entity.js';
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
const COLUMNS: Readonly<Record<keyof RunRow, string>> = {
  id: 'n.id',
  project: 'n.project',
  name: 'n.name',
  parentId: 'n.parent_id as "parentId"',
  description: 'n.description',
  tags: 'n.tags',
  owner: 'n.owner',
  createdAt: 'n.created_at as "createdAt"',
  createdBy: 'n.created_by as "createdBy"',
  deletedAt: 'n.deleted_at as "deletedAt"',
  deletedBy: 'n.deleted_by as "deletedBy"',
  deleteReason: 'n.delete_reason as "deleteReason"',
  type: 'r.type',
  status: 'r.status',
  key: 'r.key',
  startedAt: 'r.started_at as "startedAt"',
  endedAt: 'r.ended_at as "endedAt"',
  message: 'r.message',
  reportedAt: 'r.reported_at as "reportedAt"',
  lostAfterSeconds: 'r.lost_after as "lostAfterSeconds"',
  code: 'r.code',
  environment: 'r.environment',
};

export type RunColumn = keyof RunRow;

/** These columns, and the id; all if left out. */
export function runColumns(columns?: ReadonlySet<RunColumn>): readonly string[] {
  return (Object.keys(COLUMNS) as RunColumn[])
    .filter((column) => columns === undefined || column === 'id' || columns.has(column))
    .map((column) => COLUMNS[column]);
}

export const RUN_COLUMNS = runColumns().join(', ');

/** The node that a row holds, as the node store would load it; what was not read is missing. */
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
