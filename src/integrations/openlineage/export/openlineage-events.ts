import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { GraphNode } from '../../../graph/nodes/graph-node.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { groupBy } from '../../../platform/group-by.js';
import type { Run } from '../../../runs/record/run.entity.js';
import { RunStatus } from '../../../runs/record/run-status.js';
import { selectFacets } from '../applying/facet.sql.js';
import { DERIVED } from '../applying/told-facets.js';
import { JOB } from '../job-kinds.js';
import { nodeFacets, PRODUCER, standardFacet, versionFacet } from './export-facets.js';
import { ExportNames, isRun } from './export-names.js';
import type { ExportedGraph } from './exported-graph.js';
import { selectForeignNames } from './foreign-name.sql.js';

const SPEC = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs';
/** Nodes whose facets are read at once. */
const PAGE = 200;

const EVENT_TYPES: Readonly<Record<RunStatus, string>> = {
  [RunStatus.PENDING]: 'OTHER',
  [RunStatus.RUNNING]: 'START',
  [RunStatus.SUCCEEDED]: 'COMPLETE',
  [RunStatus.FAILED]: 'FAIL',
  [RunStatus.CANCELLED]: 'ABORT',
  // It may come back.
  [RunStatus.LOST]: 'OTHER',
};

/** A part of the graph as events of OpenLineage, one for each node: pieces of a JSON list, which the batch route of any receiver takes. */
export async function* openLineageEvents(db: Queryable, graph: ExportedGraph): AsyncGenerator<string, void> {
  const nodes = [...graph.nodes.values()];
  const owners = nodes.flatMap(({ node }) => [node.id, node.parentId ?? node.id]);
  const names = new ExportNames(graph.nodes, await selectForeignNames(db, [...new Set(owners)]));
  yield '[';
  for (let from = 0; from < nodes.length; from += PAGE) {
    const page = nodes.slice(from, from + PAGE);
    const ids = page.map(({ node }) => node.id);
    const told = groupBy(await selectFacets(db, ids, 'OWN'), ({ nodeId }) => nodeId);
    for (const [index, node] of page.entries()) {
      const facets = (told.get(node.node.id) ?? []).filter(({ name }) => name !== DERIVED);
      const event = new ExportedEvent(graph, names, node, new Map(facets.map(({ name, content }) => [name, content])));
      yield `${from + index === 0 ? '' : ',\n'}${event.text()}`;
    }
  }
  yield ']\n';
}

class ExportedEvent {
  constructor(
    private readonly graph: ExportedGraph,
    private readonly names: ExportNames,
    private readonly node: GraphNode,
    /** As they were sent: JSON. */
    private readonly told: ReadonlyMap<string, string | null>,
  ) {}

  text(): string {
    const { node } = this;
    if (isRun(node)) return this.write('RunEvent', node.endedAt ?? node.startedAt ?? node.createdAt, this.ofRun(node));
    if (node.kind === JOB) return this.write('JobEvent', node.createdAt, { ...this.ofJob(), ...this.sides() });
    const facets = this.facets(nodeFacets(node, this.graph.into(node.node.id), this.names));
    return this.write('DatasetEvent', node.createdAt, { dataset: json({ ...this.names.of(node) }, { facets }) });
  }

  private write(type: string, at: Date, parts: Readonly<Record<string, string>>): string {
    return json({ eventTime: at.toISOString(), producer: PRODUCER, schemaURL: `${SPEC}/${type}` }, parts);
  }

  private ofRun(run: Run): Record<string, string> {
    const own: Record<string, object> = {};
    const job = this.neighbours(EdgeKind.CHILD_OF).find(({ kind }) => kind === JOB);
    const parent = this.neighbours(EdgeKind.CHILD_OF).find(isRun);
    if (parent !== undefined)
      own.parent = standardFacet('1-0-1/ParentRunFacet.json', {
        run: { runId: this.names.runId(parent) },
        job: this.jobOf(parent),
      });
    if (run.message !== null)
      own.errorMessage = standardFacet('1-0-1/ErrorMessageRunFacet.json', {
        message: run.message,
        programmingLanguage: 'unknown',
      });
    return {
      eventType: JSON.stringify(EVENT_TYPES[run.status]),
      run: json({ runId: this.names.runId(run) }, { facets: this.facets(own) }),
      job: JSON.stringify(job === undefined ? this.jobOf(run) : this.names.of(job)),
      ...this.sides(),
    };
  }

  private ofJob(): Record<string, string> {
    return { job: json({ ...this.names.of(this.node) }, { facets: this.facets({}) }) };
  }

  /** A run without a job is one of its experiment. */
  private jobOf(run: Run): object {
    const owner = this.graph.into(run.node.id).find(({ src, kind }) => kind === EdgeKind.CHILD_OF && src.kind === JOB);
    const known = this.names.ofId(owner?.src.id ?? run.node.parentId ?? '');
    return known ?? { namespace: `headwater://${encodeURIComponent(run.project)}`, name: 'run' };
  }

  private neighbours(kind: EdgeKind): GraphNode[] {
    const edges = this.graph.into(this.node.node.id).filter((edge) => edge.kind === kind);
    return edges.flatMap(({ src }) => this.graph.nodes.get(src.id) ?? []);
  }

  private sides(): { inputs: string; outputs: string } {
    const id = this.node.node.id;
    const inputs = this.graph.into(id).filter(({ kind }) => kind === EdgeKind.INPUT);
    const outputs = this.graph.outOf(id).filter(({ kind }) => kind === EdgeKind.OUTPUT);
    return {
      inputs: JSON.stringify(inputs.flatMap(({ src }) => this.dataset(src.id))),
      outputs: JSON.stringify(outputs.flatMap(({ dst }) => this.dataset(dst.id))),
    };
  }

  private dataset(id: string): object[] {
    const node = this.graph.nodes.get(id);
    if (node === undefined) return [];
    return [{ ...this.names.of(node), facets: node.version === null ? {} : { version: versionFacet(node) } }];
  }

  /** What was told goes before what follows from the graph. */
  private facets(own: Readonly<Record<string, object>>): string {
    const derived = Object.entries(own).map(([name, facet]) => [name, JSON.stringify(facet)] as const);
    const all = new Map<string, string | null>([...derived, ...this.told]);
    const fields = [...all].map(([name, facet]) => `${JSON.stringify(name)}:${facet}`);
    return `{${fields.join(',')}}`;
  }
}

/** A JSON object of some fields, and of some that are JSON already. */
function json(fields: Readonly<Record<string, unknown>>, texts: Readonly<Record<string, string>>): string {
  const all = [
    ...Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]),
    ...Object.entries(texts),
  ];
  return `{${all.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}
