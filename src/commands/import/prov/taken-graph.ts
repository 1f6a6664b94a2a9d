import type { Report } from '../reading/report.js';
import type { Row } from '../reading/streaming/spool.js';
import { foreignEdge, foreignNode, tellOthers } from './foreign-graph.js';
import { isLate, type LateEdge, type SourcedEdge, type TakenEdge, type TakenNode } from './graph.js';
import { Pairs } from './order.js';
import { ownEdge, ownNode } from './own-graph.js';
import type { ProvDocument } from './reading/document.js';
import {
  BEFORE,
  EDGES_IN_ORDER,
  ENDS,
  KINDS,
  LATE_EDGES,
  ONLY_TAKEN,
  RELATIONS_IN_TURN,
  TOLD_IN_ORDER,
  TOLD_IN_TURN,
  toldOfKinds,
  uriOf,
} from './reading/document.sql.js';
import type { ProvEnd, ProvNode, ProvRelation, RelationName, Section } from './reading/words.js';

export interface Taking {
  readonly file: string;
  /** Of runs that other tools told of. */
  readonly experiment: string;
}

/** The graph that a document becomes. It lies on disk: nodes and edges pass by one by one. */
export class TakenGraph {
  /** How many there are of each kind. */
  readonly kinds = new Map<string, number>();

  constructor(
    readonly document: ProvDocument,
    private readonly taking: Taking,
  ) {}

  get count(): number {
    return [...this.kinds.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Translates all of it, and puts it in order. Throws for what is damaged, and where it goes round in a circle. */
  async prepare(report: Report): Promise<void> {
    const { spool, others } = this.document;
    const taken = await spool.into('taken');
    for await (const node of this.nodesOf(TOLD_IN_TURN, report))
      taken.add([
        node.n,
        node.kind,
        node.name,
        Number.isSafeInteger(node.version) ? (node.version ?? null) : null,
        node.toldAs,
      ]);
    taken.end();
    await spool.run(ENDS);
    await this.translateEdges(report);
    tellOthers(others, report);
    for await (const [kind, count] of spool.rows(KINDS)) this.kinds.set(String(kind), Number(count));
    await this.putInOrder();
  }

  /** Each node behind what it was made from, and behind the versions before it, with what leads to it. */
  async *inOrder(): AsyncGenerator<{ readonly node: TakenNode; readonly into: readonly SourcedEdge[] }> {
    const edges = this.document.spool.rows(EDGES_IN_ORDER);
    let next = await edges.next();
    for await (const node of this.nodesOf(TOLD_IN_ORDER, undefined)) {
      const into: SourcedEdge[] = [];
      for (; next.done !== true && Number(next.value[1]) === node.n; next = await edges.next())
        into.push(edgeOf(next.value));
      yield { node, into };
    }
  }

  ofKinds(kinds: readonly string[]): AsyncGenerator<TakenNode> {
    return this.nodesOf(toldOfKinds(kinds), undefined);
  }

  /** What is drawn once all nodes are there. */
  async *lateEdges(): AsyncGenerator<LateEdge> {
    for await (const row of this.document.spool.rows(LATE_EDGES))
      yield { ...edgeOf(row), source: toldEnd(row.slice(4, 7)), target: toldEnd(row.slice(7)) };
  }

  private async translateEdges(report: Report): Promise<void> {
    const { spool } = this.document;
    const edges = await spool.into('edge');
    let seq = 0;
    for await (const row of spool.rows(RELATIONS_IN_TURN)) {
      const relation = relationOf(row);
      const { made, from } = relation;
      const edge: TakenEdge | undefined =
        made.isOwn && from.isOwn ? ownEdge(relation, this.taking.file) : foreignEdge(relation, report);
      if (edge === undefined || made.kind === undefined || from.kind === undefined) continue;
      const [first, second] = edge.from === from.n ? [from.kind, made.kind] : [made.kind, from.kind];
      const late = isLate(edge, first, second) ? 1 : 0;
      edges.add([seq++, edge.from, edge.to, edge.kind, JSON.stringify(edge.attributes), late]);
    }
    edges.end();
  }

  private async putInOrder(): Promise<void> {
    const { spool, count } = this.document;
    const pairs = new Pairs();
    for await (const [from, to] of spool.rows(BEFORE)) pairs.add(Number(from), Number(to));
    const found = pairs.order(count);
    if ('circle' in found) {
      const round: string[] = [];
      for (const n of found.circle.slice(0, 5)) round.push(String((await spool.first(uriOf(n)))?.[0]));
      throw new Error(
        `The document goes round in a circle: ${round.join(', which was made from ')}. Nothing was changed.`,
      );
    }
    const places = await spool.into('place');
    for (const [position, n] of found.order.entries()) places.add([n, position]);
    places.end();
    await spool.run(ONLY_TAKEN);
  }

  /** What is told of a thing several times is one thing: the first word of each attribute stands. */
  private async *nodesOf(sql: string, report: Report | undefined): AsyncGenerator<TakenNode> {
    let under: ProvNode | undefined;
    for await (const row of this.document.spool.rows(sql)) {
      const node = nodeOf(row);
      if (under?.n === node.n) {
        const attributes = new Map([...node.attributes, ...under.attributes]);
        under = { ...under, attributes };
        continue;
      }
      if (under !== undefined) yield this.translate(under, report);
      under = node;
    }
    if (under !== undefined) yield this.translate(under, report);
  }

  private translate(node: ProvNode, report: Report | undefined): TakenNode {
    const { file, experiment } = this.taking;
    return node.isOwn ? ownNode(node, file) : foreignNode(node, experiment, report);
  }
}

function nodeOf([n, uri, section, isOwn, attributes, general, owner, isUri]: Row): ProvNode {
  return {
    n: Number(n),
    uri: String(uri),
    section: section as Section,
    isOwn: Number(isOwn) === 1,
    attributes: new Map(JSON.parse(String(attributes)) as [string, string[]][]),
    general: general === null ? undefined : String(general),
    owner: owner === null ? undefined : { text: String(owner), isUri: isUri === true },
  };
}

function relationOf([, name, made, from, attributes, ...ends]: Row): ProvRelation {
  return {
    name: name as RelationName,
    made: endOf(made, ends.slice(0, 4)),
    from: endOf(from, ends.slice(4)),
    attributes: new Map(JSON.parse(String(attributes)) as [string, string[]][]),
  };
}

function endOf(uri: Row[number] | undefined, [n, section, isOwn, kind]: Row): ProvEnd {
  return {
    n: Number(n),
    uri: String(uri),
    isOwn: Number(isOwn) === 1,
    kind: kind === null ? undefined : String(kind),
    section: section === null ? undefined : (section as Section),
  };
}

function toldEnd([kind, name, toldAs]: Row) {
  return { kind: String(kind), name: String(name), toldAs: toldAs === null ? null : String(toldAs) };
}

function edgeOf([from, to, kind, attributes, sourceKind, sourceName]: Row): SourcedEdge {
  return {
    from: Number(from),
    to: Number(to),
    kind: String(kind),
    attributes: JSON.parse(String(attributes)) as Record<string, unknown>,
    source: { kind: String(sourceKind), name: String(sourceName) },
  };
}
