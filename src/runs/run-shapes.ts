import { type FieldShapes, plain } from '../platform/graphql/lists/item-shape.js';
import type { Run } from './record/run.entity.js';

/** What the row of a run tells; its other fields have resolvers. */
export const RUN_SHAPES: FieldShapes<Run> = {
  id: plain((run) => run.id),
  kind: plain((run) => run.kind),
  project: plain((run) => run.project),
  name: plain((run) => run.name),
  version: plain((run) => run.version),
  label: plain((run) => run.label),
  description: plain((run) => run.description),
  owner: plain((run) => run.owner),
  createdAt: plain((run) => run.createdAt.toISOString()),
  createdBy: plain((run) => run.createdBy),
  deletedAt: plain((run) => run.deletedAt?.toISOString() ?? null),
  type: plain((run) => run.type),
  status: plain((run) => run.status),
  key: plain((run) => run.key),
  startedAt: plain((run) => run.startedAt?.toISOString() ?? null),
  endedAt: plain((run) => run.endedAt?.toISOString() ?? null),
  message: plain((run) => run.message),
  reportedAt: plain((run) => run.reportedAt?.toISOString() ?? null),
  lostAfterSeconds: plain((run) => run.lostAfterSeconds),
};
