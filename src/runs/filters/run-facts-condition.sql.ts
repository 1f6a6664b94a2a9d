import { tagRecord } from '../../graph/nodes/tag.js';
import { SqlParameters } from '../../platform/database/sql-parameters.js';
import type { RunStatus } from '../record/run-status.js';
import type { RunType } from '../record/run-type.js';
import type { RunFilter } from './run-filter.input.js';

/** What a filter asks of the runs themselves, its references resolved to uuids. */
export interface RunFacts
  extends Pick<
    RunFilter,
    | 'types'
    | 'statuses'
    | 'nameContains'
    | 'tags'
    | 'hasTags'
    | 'owner'
    | 'createdBy'
    | 'createdFrom'
    | 'createdBefore'
    | 'startedFrom'
    | 'startedBefore'
    | 'endedFrom'
    | 'endedBefore'
    | 'durationFrom'
    | 'durationBelow'
    | 'commit'
  > {
  readonly runIds?: readonly string[] | undefined;
  readonly experimentId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly inputIds?: readonly string[] | undefined;
  readonly outputIds?: readonly string[] | undefined;
}

export interface FactConditions {
  /** About `node n`. */
  readonly onNode: readonly string[];
  /** About `run r`. */
  readonly onRun: readonly string[];
}

/** What stands for the tables of runs: as they are, or as they were at a time. */
export interface RunTables {
  readonly node: string;
  readonly run: string;
  readonly parameters: string;
  /** That what is valid from a time to another is so. */
  readonly during: (from: string, to: string) => string;
}

export const TODAY: RunTables = {
  node: 'node',
  run: 'run',
  parameters: 'run_parameter',
  during: (_, to) => `${to} is null`,
};

/** The seconds that `run r` took. */
export const DURATION = 'extract(epoch from r.ended_at - r.started_at)::float8';

/**
 * What is asked of runs themselves, but for their parent. Indexes: run_experiment, run_status, run_type, run_started, run_ended, run_tags, run_created,
 * run_created_by; edge_downstream and edge_upstream for what they read and made.
 */
export function factConditions(facts: RunFacts, sql: SqlParameters, { during }: RunTables = TODAY): FactConditions {
  const given = <T>(value: T | null | undefined, condition: (value: T) => string) =>
    value == null ? [] : [condition(value)];
  const time = (column: string, operator: string) => (value: string) =>
    `${column} ${operator} ${sql.add(value)}::timestamptz`;
  return {
    onNode: [
      ...given(facts.runIds, (ids) => `n.id = any(${sql.add(ids)}::uuid[])`),
      ...given(facts.experimentId, (id) => `n.parent_id = ${sql.add(id)}`),
      ...given(facts.nameContains, (part) => `strpos(n.name, ${sql.add(part.normalize())}) > 0`),
      ...given(facts.tags, (tags) => `n.tags @> ${sql.add(JSON.stringify(tagRecord(tags)))}::jsonb`),
      ...given(facts.hasTags, (keys) => `n.tags ?& ${sql.add(keys)}::text[]`),
      ...given(facts.owner, (owner) => `n.owner = ${sql.add(owner)}`),
      ...given(facts.createdBy, (by) => `n.created_by = ${sql.add(by)}`),
      ...given(facts.createdFrom, time('n.created_at', '>=')),
      ...given(facts.createdBefore, time('n.created_at', '<')),
      ...given(facts.inputIds, (ids) => linked('INPUT', 'src', 'dst', sql.add(ids), during)),
      ...given(facts.outputIds, (ids) => linked('OUTPUT', 'dst', 'src', sql.add(ids), during)),
    ],
    onRun: [
      ...given(facts.types, (types) => oneOf('r.type', types)),
      ...given(facts.statuses, (statuses) => oneOf('r.status', statuses)),
      ...given(facts.startedFrom, time('r.started_at', '>=')),
      ...given(facts.startedBefore, time('r.started_at', '<')),
      ...given(facts.endedFrom, time('r.ended_at', '>=')),
      ...given(facts.endedBefore, time('r.ended_at', '<')),
      ...given(facts.durationFrom, (seconds) => `${DURATION} >= ${sql.add(seconds)}::float8`),
      ...given(facts.durationBelow, (seconds) => `${DURATION} < ${sql.add(seconds)}::float8`),
      ...given(facts.commit, (commit) => `starts_with(r.code ->> 'commit', ${sql.add(commit)})`),
    ],
  };
}

/** That an edge leads from or to one of these nodes. */
function linked(kind: string, theirs: string, ours: string, ids: string, during: RunTables['during']): string {
  return `n.id in (select e.${ours} from edge e where e.${theirs} = any(${ids}::uuid[]) and e.kind = '${kind}'
        and ${during('e.valid_from', 'e.valid_to')} and e.retired_at is null)`;
}

/** Stands in the text, because the best plan depends on it; a single value keeps the order of the index behind it. */
function oneOf(column: string, values: readonly (RunType | RunStatus)[]): string {
  const literals = values.map((value) => `'${value.replaceAll(/[^A-Z]/g, '')}'`);
  return literals.length === 1
    ? `${column} = ${literals[0]}`
    : `${column} = any(array[${literals.join(', ')}]::text[])`;
}

/** Whether anything is asked of the runs themselves. */
export function asksFacts(facts: RunFacts): boolean {
  const { onNode, onRun } = factConditions(facts, new SqlParameters());
  return facts.parentId !== undefined || onNode.length + onRun.length > 0;
}
