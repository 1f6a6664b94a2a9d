import { type EdgeRow, selectEdgesInto, selectEdgesOutOf } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import { groupBy } from '../../platform/group-by.js';
import { selectGoals } from '../goals/metric-definition.sql.js';
import { MetricGoal } from '../goals/metric-goal.js';
import { selectParameters } from '../logging/parameter.sql.js';
import { Run } from '../record/run.entity.js';
import { RUN } from '../record/run-kinds.js';
import { type SummaryRow, selectMetricSummaries } from '../series/metric-reads.sql.js';
import { type Compared, sideBySide } from './side-by-side.js';

const MOST_RUNS = 100;

/** The runs that are to be compared, each once. Throws BAD_USER_INPUT for none or too many, NOT_FOUND for an unknown one. */
export async function runsToCompare(
  { database, graph }: OnGraph,
  caller: Caller,
  ids: readonly string[],
): Promise<Run[]> {
  caller.demand('graph:read');
  if (ids.length === 0 || ids.length > MOST_RUNS)
    throw badInput(`ids names ${ids.length} runs; name 1 to ${MOST_RUNS}.`, { field: 'ids', found: ids.length });
  const found = await graph.references.resolveAll(database, caller.project, ids, [RUN], { includeDeleted: true });
  const distinct = [...new Set(found.map(({ id }) => id))];
  const nodes = await graph.nodes.load(distinct);
  return distinct.map((id) => {
    const run = nodes.get(id);
    if (!(run instanceof Run)) throw new Error(`run ${id} was resolved, but not loaded`);
    return run;
  });
}

export async function compareParameters(
  db: Queryable,
  runs: readonly Run[],
  all: boolean,
): Promise<Compared<string>[]> {
  const rows = groupBy(await selectParameters(db, idsOf(runs)), ({ runId }) => runId);
  return sideBySide(
    runs.map(({ nodeId }) => new Map((rows.get(nodeId) ?? []).map(({ name, value }) => [name, value]))),
    all,
  );
}

export interface ComparedValues extends Compared<number> {
  readonly goal: MetricGoal | null;
}

/** The last value of each run, or where a goal is defined its best one. */
export async function compareMetrics(
  db: Queryable,
  runs: readonly Run[],
  { all, system }: { readonly all: boolean; readonly system: boolean },
): Promise<ComparedValues[]> {
  const rows = await selectMetricSummaries(db, idsOf(runs), { system, names: null });
  const goals = await goalsOf(db, rows);
  const goalOf = ({ project, name }: SummaryRow) => goals.get(`${project} ${name}`) ?? null;
  const byRun = groupBy(rows, ({ runId }) => runId);
  const byName = new Map(rows.map((row) => [row.name, goalOf(row)]));
  const values = runs.map(
    ({ nodeId }) => new Map((byRun.get(nodeId) ?? []).map((row) => [row.name, toldValue(row, goalOf(row))])),
  );
  return sideBySide(values, all).map((compared) => ({ ...compared, goal: byName.get(compared.name) ?? null }));
}

async function goalsOf(db: Queryable, rows: readonly SummaryRow[]): Promise<ReadonlyMap<string, MetricGoal>> {
  const wanted = new Map(rows.map(({ project, name }) => [`${project} ${name}`, { project, name }]));
  const goals = await selectGoals(db, [...wanted.values()]);
  return new Map(goals.map(({ project, name, goal }) => [`${project} ${name}`, goal]));
}

/** With nothing but NaN the best is the last. */
function toldValue({ value, min, max }: SummaryRow, goal: MetricGoal | null): number {
  if (goal === null) return value;
  return (goal === MetricGoal.MAX ? max : min) ?? value;
}

export function compareTags(runs: readonly Run[], all: boolean): Compared<string>[] {
  return sideBySide(
    runs.map(({ node }) => new Map(Object.entries(node.tags))),
    all,
  );
}

/** Where their code is. */
export function compareCode(runs: readonly Run[], all: boolean): Compared<string>[] {
  return sideBySide(
    runs.map(({ code }) => new Map(Object.entries(code ?? {}).filter(([, value]) => value !== null))),
    all,
  );
}

/** Something that some of the runs read or made. */
export interface SharedLink {
  readonly nodeId: string;
  readonly role: string | null;
  readonly has: readonly boolean[];
  readonly differs: boolean;
}

/** What is shared by most first, then in the order of ids. */
export async function compareLinks(
  db: Queryable,
  runs: readonly Run[],
  kind: EdgeKind.INPUT | EdgeKind.OUTPUT,
  all: boolean,
): Promise<SharedLink[]> {
  const isInput = kind === EdgeKind.INPUT;
  const edges = await (isInput ? selectEdgesInto : selectEdgesOutOf)(db, idsOf(runs), kind);
  const links = groupBy(edges, (edge) => JSON.stringify([isInput ? edge.src : edge.dst, roleOf(edge)]));
  return [...links]
    .map(([key, some]) => {
      const [nodeId, role] = JSON.parse(key) as [string, string | null];
      const owners = new Set(some.map((edge) => (isInput ? edge.dst : edge.src)));
      return { nodeId, role, has: runs.map((run) => owners.has(run.nodeId)), differs: owners.size < runs.length };
    })
    .filter(({ differs }) => all || differs)
    .sort((a, b) => countOf(b) - countOf(a) || (a.nodeId < b.nodeId ? -1 : 1));
}

function countOf({ has }: SharedLink): number {
  return has.filter(Boolean).length;
}

function roleOf({ attributes }: EdgeRow): string | null {
  return typeof attributes.role === 'string' ? attributes.role : null;
}

function idsOf(runs: readonly Run[]): string[] {
  return runs.map(({ nodeId }) => nodeId);
}
