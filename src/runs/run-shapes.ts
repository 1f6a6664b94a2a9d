import { type FieldShapes, plain } from '../platform/graphql/lists/item-shape.js';
import { timeText } from '../platform/time/time-text.js';
import type { Run } from './record/run.entity.js';
import type { RunColumn } from './record/run-row.js';

const told = (at: Date | null | undefined) => (at == null ? null : timeText(at));

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
  createdAt: plain((run) => told(run.createdAt)),
  createdBy: plain((run) => run.createdBy),
  deletedAt: plain((run) => told(run.deletedAt)),
  type: plain((run) => run.type),
  status: plain((run) => run.status),
  key: plain((run) => run.key),
  startedAt: plain((run) => told(run.startedAt)),
  endedAt: plain((run) => told(run.endedAt)),
  message: plain((run) => run.message),
  reportedAt: plain((run) => told(run.reportedAt)),
  lostAfterSeconds: plain((run) => run.lostAfterSeconds),
};

/** What resolvers of other fields look at. */
const OF_NODE: readonly RunColumn[] = ['project', 'name', 'parentId', 'deletedAt'];

/** The columns that each field needs whose own name is not its column, or that more than its row tells. */
const COLUMNS_OF: Readonly<Record<string, readonly RunColumn[]>> = {
  __typename: [],
  id: [],
  kind: [],
  version: [],
  label: ['name'],
  ...Object.fromEntries(
    [
      'project',
      'name',
      'description',
      'owner',
      'createdAt',
      'createdBy',
      'deletedAt',
      'tags',
      'type',
      'status',
      'key',
      'startedAt',
      'endedAt',
      'message',
      'reportedAt',
      'lostAfterSeconds',
      'code',
      'environment',
    ].map((name) => [name, [name as RunColumn]]),
  ),
  ...Object.fromEntries(
    ['experiment', 'parent', 'children', 'parameters', 'metrics', 'metricHistory', 'inputs', 'outputs'].map((name) => [
      name,
      OF_NODE,
    ]),
  ),
};

/** What is read of runs for these fields; undefined, which is everything, where a later room adds one of them. */
export function columnsOf(fields: Iterable<string>): ReadonlySet<RunColumn> | undefined {
  const columns = new Set<RunColumn>();
  for (const field of fields) {
    const own = COLUMNS_OF[field];
    if (own === undefined) return undefined;
    for (const column of own) columns.add(column);
  }
  return columns;
}
