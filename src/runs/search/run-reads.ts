import { type EdgeRow, selectEdgesInto, selectEdgesOutOf } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Graph } from '../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import type { Database } from '../../platform/database/database.js';
import { type AskedPage, type PageRequest, pageRequest } from '../../platform/database/keyset.js';
import { StatementNames } from '../../platform/database/statement-names.js';
import { type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { make } from '../../platform/make.js';
import { resolveRunFilter } from '../filters/resolve-run-filter.js';
import type { RunFilter } from '../filters/run-filter.input.js';
import type { RunCondition } from '../filters/run-filter.sql.js';
import { Parameter } from '../logging/parameter.js';
import { selectParameters } from '../logging/parameter.sql.js';
import { RunLink } from '../logging/run-link.js';
import { Run } from '../record/run.entity.js';
import { RUN } from '../record/run-kinds.js';
import { type RunColumn, runColumns } from '../record/run-row.js';
import { MetricPoint } from '../series/metric-point.js';
import {
  type MetricSelection,
  type PointRow,
  type SummaryRow,
  selectHistory,
  selectMetricSummaries,
} from '../series/metric-reads.sql.js';
import { RunMetric } from '../series/run-metric.js';
import { type CountedPage, type CountPages, countRuns } from './count-runs.js';
import { resolveOrder } from './resolve-order.js';
import { type ChildRun, selectChildRuns } from './run-children.sql.js';
import type { Counted, CountRow } from './run-counts.sql.js';
import type { RunOrder } from './run-order.input.js';
import { type FoundRun, searchRuns } from './run-search.sql.js';

export interface SearchArguments extends AskedPage {
  readonly filter?: RunFilter | null | undefined;
  readonly orderBy?: readonly RunOrder[] | null | undefined;
  /** What is read of each run, beside its id; everything if left out. */
  readonly columns?: ReadonlySet<RunColumn> | undefined;
}

export const EVERY_RUN: RunCondition = { tests: [], ownFacts: undefined, narrow: undefined };

/** How resolvers read runs. What is asked of several runs at once is one statement. */
export class RunReads {
  private readonly statementNames = new StatementNames();

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  /** A run by its public id, deleted ones too; null when there is none. */
  async find(context: GraphqlContext, publicId: string): Promise<Run | null> {
    context.demand('graph:read');
    const parsed = fromPublicId(publicId, this.graph.kinds);
    const node = parsed?.kind === RUN ? await context.nodes.load(parsed.id) : null;
    return node instanceof Run && node.project === context.project ? node : null;
  }

  /** A page of the runs that fit. Throws NOT_FOUND for an unknown experiment or parent, BAD_USER_INPUT for a bad filter or order. */
  async search(caller: Caller, search: SearchArguments): Promise<CountedPage> {
    caller.demand('graph:read');
    const page = pageRequest(search);
    const filter = await resolveRunFilter(this.database, this.graph.references, caller, search.filter ?? {});
    const orderBy = await resolveOrder(this.database, caller.project, search.orderBy ?? []);
    const question = { project: caller.project, filter, orderBy, page, columns: runColumns(search.columns) };
    const found = await searchRuns(this.database, this.statementNames, question, caller.signal);
    const placeOf = ({ place }: FoundRun) => place;
    return {
      ...pageOf(found, page, placeOf, ({ run }) => run),
      counts: (counted) => this.count(caller, filter, counted),
    };
  }

  /** Counts the runs of an experiment, or those that are part of a run: of one after the other where a list of those is asked. */
  counter(context: GraphqlContext, of: 'experimentId' | 'parentId', nodeId: string): CountPages {
    return (counted) => {
      const batch: BatchLoad<string, readonly CountRow[]> = async (ids) => {
        const rows: (readonly CountRow[])[] = [];
        for (const id of ids) rows.push(await this.count(context, { ...EVERY_RUN, [of]: id }, counted));
        return rows;
      };
      return context.load(batch, nodeId, JSON.stringify(['count', of, counted]));
    };
  }

  private count({ project, signal }: Caller, filter: RunCondition, counted: readonly Counted[]): Promise<CountRow[]> {
    return countRuns(this.database, this.statementNames, { project, filter, counted }, signal);
  }

  /** A page of the runs that are part of a run, or executions of something else, newest first. */
  async children(context: GraphqlContext, { node }: GraphNode, list: AskedPage): Promise<CountedPage> {
    const page = pageRequest(list);
    const rows = await context.load(this.childBatch(page), node.id, JSON.stringify(['child runs', page]));
    const nodes = await context.nodes.loadMany(rows.slice(0, page.first).map((row) => row.id));
    const byId = new Map(nodes.map((node) => [(node as GraphNode).node.id, node as Run]));
    const runOf = (row: ChildRun) => byId.get(row.id) as Run;
    return { ...pageOf(rows, page, (row) => [row.id], runOf), counts: this.counter(context, 'parentId', node.id) };
  }

  /** A page of the points of one metric, in the order of their steps. */
  async history(context: GraphqlContext, run: Run, name: string, list: AskedPage): Promise<Page<MetricPoint>> {
    const page = pageRequest(list);
    const rows = await context.load(
      this.historyBatch(name, page),
      run.nodeId,
      JSON.stringify(['metric history', name, page]),
    );
    return pageOf(rows, page, (row) => [String(row.step), row.time, String(row.value)], toPoint);
  }

  /** What a run read or made, in the order in which it was logged. */
  async links(context: GraphqlContext, run: Run, kind: EdgeKind.INPUT | EdgeKind.OUTPUT): Promise<RunLink[]> {
    const edges = await context.load(kind === EdgeKind.INPUT ? this.inputs : this.outputs, run.nodeId);
    const links = await Promise.all(
      edges.map(async (edge) => {
        const node = await context.nodes.load(kind === EdgeKind.INPUT ? edge.src : edge.dst);
        // It lies in a project that the caller may not see.
        if (node === null) return null;
        const { role } = edge.attributes;
        return make(RunLink, { node, role: typeof role === 'string' ? role : null });
      }),
    );
    return links.filter((link) => link !== null);
  }

  /** The run that a run is part of; null at the top. */
  async parent(context: GraphqlContext, run: Run): Promise<Run | null> {
    const edges = await context.load(this.owners, run.nodeId);
    const owners = edges.map(({ src }) => src).filter((src) => src !== run.node.parentId);
    const nodes = await Promise.all(owners.map((id) => context.nodes.load(id)));
    // It may be an execution of something as well.
    return nodes.find((node) => node instanceof Run) ?? null;
  }

  /** Batch: the parameters of each run, by name. */
  readonly parameters: BatchLoad<string, Parameter[]> = async (runIds) => {
    const rows = await selectParameters(this.database, runIds);
    return group(
      runIds,
      rows,
      (row) => row.runId,
      ({ name, value }) => make(Parameter, { name, value }),
    );
  };

  /** The metrics of a run, by name. */
  metrics(context: GraphqlContext, run: Run, selection: MetricSelection): Promise<RunMetric[]> {
    const batch: BatchLoad<string, RunMetric[]> = async (runIds) => {
      const rows = await selectMetricSummaries(this.database, runIds, selection);
      return group(runIds, rows, (row) => row.runId, toMetric);
    };
    return context.load(batch, run.nodeId, JSON.stringify(['metrics', selection]));
  }

  private readonly inputs: BatchLoad<string, EdgeRow[]> = async (runIds) =>
    group(runIds, await selectEdgesInto(this.database, runIds, EdgeKind.INPUT), (edge) => edge.dst, same);

  private readonly outputs: BatchLoad<string, EdgeRow[]> = async (runIds) =>
    group(runIds, await selectEdgesOutOf(this.database, runIds, EdgeKind.OUTPUT), (edge) => edge.src, same);

  private readonly owners: BatchLoad<string, EdgeRow[]> = async (runIds) =>
    group(runIds, await selectEdgesInto(this.database, runIds, EdgeKind.CHILD_OF), (edge) => edge.dst, same);

  private childBatch(page: PageRequest): BatchLoad<string, ChildRun[]> {
    return async (runIds) =>
      group(runIds, await selectChildRuns(this.database, runIds, page), (row) => row.parentId, same);
  }

  private historyBatch(name: string, page: PageRequest): BatchLoad<string, PointRow[]> {
    return async (runIds) =>
      group(runIds, await selectHistory(this.database, runIds, name, page), (row) => row.runId, same);
  }
}

function group<Row, T>(
  ids: readonly string[],
  rows: readonly Row[],
  idOf: (row: Row) => string,
  map: (row: Row) => T,
): T[][] {
  const groups = new Map<string, T[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(idOf(row))?.push(map(row));
  return ids.map((id) => groups.get(id) ?? []);
}

function same<T>(row: T): T {
  return row;
}

function toPoint(row: PointRow): MetricPoint {
  return fill(new MetricPoint(), row);
}

function toMetric(row: SummaryRow): RunMetric {
  const metric = fill(new RunMetric(), row);
  metric.project = row.project;
  metric.first = row.first;
  metric.min = row.min;
  metric.max = row.max;
  return metric;
}

function fill<Point extends MetricPoint>(point: Point, row: PointRow): Point {
  point.name = row.name;
  point.value = row.value;
  point.step = row.step;
  point.storedTime = row.time;
  return point;
}
