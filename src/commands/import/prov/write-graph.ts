import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import type { Report } from '../reading/report.js';
import type { TakenEdge } from './graph.js';
import { isLate } from './graph.js';
import { Ids } from './making/ids.js';
import { MAKERS } from './making/make-nodes.js';
import { finishRun, makeRun } from './making/make-run.js';
import type { Made, Making, ToMake } from './making/making.js';
import { LineageTeller } from './making/tell-lineage.js';
import { LOGICAL_KINDS, tellMore } from './making/tell-more.js';
import { VersionsThere } from './making/versions-there.js';
import type { TakenGraph } from './taken-graph.js';

const LOG = graphql('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }');

/** Makes the nodes of a graph in an order in which each finds what it was made from; what is there stays as it is. */
export class GraphWriter {
  made = 0;
  known = 0;
  private readonly making: Making;
  private teller: LineageTeller | undefined;
  /** The runs that runs of jobs are parts of. */
  private readonly parents = new Map<number, number>();
  /** Which runs were begun or are open, by numbers. */
  private readonly open: Uint8Array;

  constructor(
    client: HeadwaterClient,
    private readonly graph: TakenGraph,
    report: Report,
  ) {
    const { count } = graph.document;
    this.open = new Uint8Array(count);
    this.making = { client, ids: new Ids(count), entities: new Map(), versions: new VersionsThere(client), report };
  }

  /** Call it first. */
  async begin(): Promise<void> {
    this.teller = await LineageTeller.of(this.making.client);
    for await (const edge of this.graph.lateEdges()) this.teller.know(edge);
  }

  async write(one: ToMake): Promise<void> {
    const { node, into } = one;
    const { id, created } = node.kind === 'RUN' ? await this.beginRun(one) : await this.make(one);
    if (id !== undefined) this.making.ids.set(node.n, id);
    this[created ? 'made' : 'known']++;
    for (const edge of into) if (!isLate(edge, edge.source.kind, node.kind)) await this.draw(edge);
  }

  /** Draws what goes through logical nodes, says of them what is said, and ends the runs. */
  async end(): Promise<void> {
    const { graph, making } = this;
    const { teller } = this;
    for await (const node of graph.ofKinds(LOGICAL_KINDS.filter((kind) => kind !== 'JOB')))
      await tellMore(making, node);
    for await (const node of graph.ofKinds(['RUN'])) await teller?.tellRun(node, this.parents.get(node.n));
    for await (const edge of graph.lateEdges()) if ((await teller?.tell(edge)) !== true) await this.draw(edge);
    await teller?.end();
    for await (const node of graph.ofKinds(['JOB'])) await tellMore(making, node);
    for await (const node of graph.ofKinds(['RUN']))
      if (this.open[node.n] === 1) await finishRun(making.client, making.ids.get(node.n) ?? '', node);
  }

  private async make(one: ToMake): Promise<Made> {
    const { kind, name } = one.node;
    const make = MAKERS[kind];
    if (make !== undefined) return make(this.making, one);
    this.making.report.skip(`${kind} ${name}`, 'only MLflow tells of such');
    return { id: undefined, created: false };
  }

  private async beginRun(one: ToMake): Promise<Made> {
    const { n } = one.node;
    const isOfJob = this.teller?.isOfJob(n) === true;
    const parent = one.into.find(({ kind, source }) => kind === 'CHILD_OF' && source.kind === 'RUN')?.from;
    if (isOfJob && parent !== undefined) this.parents.set(n, parent);
    const { id, created, isOpen } = await makeRun(this.making, one, isOfJob);
    if (isOpen) this.open[one.node.n] = 1;
    return { id, created };
  }

  /** What a run read and made; every other edge came with its node. */
  private async draw({ from, to, kind, attributes }: TakenEdge): Promise<void> {
    const { client, ids } = this.making;
    const run = kind === 'INPUT' ? to : from;
    const [source, target] = [ids.get(from), ids.get(to)];
    if ((kind !== 'INPUT' && kind !== 'OUTPUT') || this.open[run] !== 1 || source === undefined || target === undefined)
      return;
    const role = typeof attributes.role === 'string' ? attributes.role : null;
    const links = kind === 'INPUT' ? { inputs: [{ ref: source, role }] } : { outputs: [{ ref: target, role }] };
    await client.graphql(LOG, { input: { run: kind === 'INPUT' ? target : source, ...links } });
  }
}
