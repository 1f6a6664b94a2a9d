import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { groupBy } from '../../../platform/group-by.js';
import type { Report } from '../reading/report.js';
import { isLate, type TakenEdge, type TakenGraph, type TakenNode } from './graph.js';
import { MAKERS } from './make-nodes.js';
import { finishRun, makeRun } from './make-run.js';
import type { Made, Making } from './making.js';
import { tellMore } from './tell-more.js';
import { VersionsThere } from './versions-there.js';

const LOG = graphql('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }');

/** Makes the nodes of a graph in an order in which each finds what it was made from; what is there stays as it is. */
export class GraphWriter {
  made = 0;
  known = 0;
  private readonly making: Making;
  /** Runs that were begun or are open, by URI. */
  private readonly open = new Map<string, TakenNode>();

  constructor(client: HeadwaterClient, graph: TakenGraph, report: Report) {
    const into = groupBy(graph.edges, ({ to }) => to);
    const versions = new VersionsThere(client);
    this.making = { client, graph, ids: new Map(), versions, into: (uri) => into.get(uri) ?? [], report };
  }

  async write(node: TakenNode): Promise<void> {
    const { ids } = this.making;
    const { id, created } = node.kind === 'RUN' ? await this.begin(node) : await this.make(node);
    if (id !== undefined) ids.set(node.uri, id);
    this[created ? 'made' : 'known']++;
    for (const edge of this.making.into(node.uri)) if (!isLate(this.making.graph, edge)) await this.draw(edge);
  }

  /** Draws what goes through logical nodes, says of them what is said, and ends the runs. */
  async end(): Promise<void> {
    const { client, graph, ids } = this.making;
    for (const node of graph.nodes.values()) await tellMore(this.making, node);
    for (const edge of graph.edges) if (isLate(graph, edge)) await this.draw(edge);
    for (const [uri, node] of this.open) await finishRun(client, ids.get(uri) ?? '', node);
  }

  private async make(node: TakenNode): Promise<Made> {
    const make = MAKERS[node.kind];
    if (make !== undefined) return make(this.making, node);
    this.making.report.skip(`${node.kind} ${node.name}`, 'only OpenLineage or MLflow tell of such');
    return { id: undefined, created: false };
  }

  private async begin(node: TakenNode): Promise<Made> {
    const { id, created, isOpen } = await makeRun(this.making, node);
    if (isOpen) this.open.set(node.uri, node);
    return { id, created };
  }

  /** What a run read and made; every other edge came with its node. */
  private async draw({ from, to, kind, attributes }: TakenEdge): Promise<void> {
    const { client, ids, report } = this.making;
    const run = kind === 'INPUT' ? to : from;
    const [source, target] = [ids.get(from), ids.get(to)];
    if (kind === 'SAME_AS') return report.skip(`SAME_AS of ${from}`, 'only OpenLineage tells of it');
    if ((kind !== 'INPUT' && kind !== 'OUTPUT') || !this.open.has(run) || source === undefined || target === undefined)
      return;
    const role = typeof attributes.role === 'string' ? attributes.role : null;
    const links = kind === 'INPUT' ? { inputs: [{ ref: source, role }] } : { outputs: [{ ref: target, role }] };
    await client.graphql(LOG, { input: { run: kind === 'INPUT' ? target : source, ...links } });
  }
}
