import type { EdgeKind } from '../edges/edge-kind.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { toPublicId } from '../nodes/node-id.js';

/** What the row of a node says that can be had with a walk. */
export interface NodeFacts {
  readonly kind: NodeKind;
  readonly project: string;
  readonly name: string;
  readonly version: number | null;
  readonly label: string;
  readonly description: string | null;
  readonly owner: string | null;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deletedAt: string | null;
}

export type NodeFact = keyof NodeFacts;

/** What is wanted of a walk beyond its nodes' ids and depths. */
export interface WalkWants {
  /** Which nodes have neighbours that were not followed, and, COUNTED, how many of them: else it is told as 1. */
  readonly hidden: boolean | 'COUNTED';
  readonly counts: boolean;
  readonly edges: 'NONE' | 'ENDS' | 'WHOLE';
  readonly facts: readonly NodeFact[];
  /** Whether nothing else is wanted than the compact form and what goes for the whole: see packed-walk.ts. */
  readonly packed?: boolean;
}

/** One node that a walk visited. */
export class WalkedNode {
  private madeId: string | undefined;

  constructor(
    private readonly row: WalkRow,
    private readonly place: number,
    /** Its place among the facts. */
    private readonly found: number,
    /** Edges on the shortest path from a root. */
    readonly depth: number,
    /** Neighbours further along that the walk did not visit; 0 where they were not wanted, as the counts. */
    readonly hidden: number,
    readonly upstreamCount: number,
    readonly downstreamCount: number,
    /** Which of its columns or features are reached, in order; null: all of it. */
    readonly members: readonly string[] | null = null,
  ) {}

  /** The same node where only some of its columns or features are reached, or by another way. */
  reachedAs(depth: number, members: readonly string[] | null): WalkedNode {
    const { row, place, found, hidden, upstreamCount, downstreamCount } = this;
    return new WalkedNode(row, place, found, depth, hidden, upstreamCount, downstreamCount, members);
  }

  get id(): string {
    return this.row.ids[this.place] ?? '';
  }

  /** Undefined where it was not wanted. */
  fact(fact: NodeFact): NodeFacts[NodeFact] | undefined {
    return this.row[fact]?.[this.found];
  }

  get kind(): NodeKind {
    const kind = this.row.kind?.[this.found];
    // JSON has null where a node has edges, but no row.
    if (kind == null) throw new Error(`the walk has no kind of node ${this.id}`);
    return kind;
  }

  get createdAt(): string | undefined {
    return this.row.createdAt?.[this.found];
  }

  get deletedAt(): string | null | undefined {
    return this.row.deletedAt?.[this.found];
  }

  /** Made once, however many edges end here. */
  get publicId(): string {
    this.madeId ??= toPublicId(this.kind, this.id);
    return this.madeId;
  }
}

/** An edge between two nodes of a walk; what was not wanted is undefined. */
export interface WalkedEdge {
  readonly src: WalkedNode;
  readonly dst: WalkedNode;
  readonly kind: EdgeKind;
  readonly runId: string | null | undefined;
  readonly attributes: object | undefined;
  /** RFC 3339. */
  readonly validFrom: string | undefined;
  readonly validTo: string | null | undefined;
}

export interface Walk {
  /** By depth, then id. */
  readonly nodes: readonly WalkedNode[];
  /** Those between the nodes, where they were wanted. */
  readonly edges: readonly WalkedEdge[];
}

export const NOTHING_WALKED: Walk = { nodes: [], edges: [] };

/** One walk as the statement gives it: each column is a list. */
export interface WalkRow extends Partial<{ readonly [Fact in NodeFact]: readonly NodeFacts[Fact][] | null }> {
  readonly walk: number;
  readonly ids: readonly string[];
  /** Whose facts these are, in their order. */
  readonly factOf?: readonly string[] | null;
  /** How many nodes are at each depth. */
  readonly levels: readonly number[];
  /** Of the nodes at these places in `ids`; of the others it is 0. Where they aren't counted, a place stands here more than once. */
  readonly hiddenAt?: readonly number[] | null;
  readonly hidden?: readonly number[] | null;
  readonly upstreamAt?: readonly number[] | null;
  readonly upstreamCounts?: readonly number[] | null;
  readonly downstreamAt?: readonly number[] | null;
  readonly downstreamCounts?: readonly number[] | null;
  /** Places in `ids`. */
  readonly src?: readonly number[] | null;
  readonly dst?: readonly number[] | null;
  readonly edgeKind?: readonly EdgeKind[] | null;
  readonly runId?: readonly (string | null)[] | null;
  readonly attributes?: readonly object[] | null;
  readonly validFrom?: readonly string[] | null;
  readonly validTo?: readonly (string | null)[] | null;
}

/** `near` is the end of edges by which they are ordered first. */
export function readWalk(row: WalkRow, near: 'src' | 'dst'): Walk {
  const depths = row.levels.flatMap((size, depth) => Array<number>(size).fill(depth));
  const hidden = atPlaces(row.hiddenAt, row.hidden);
  const upstream = atPlaces(row.upstreamAt, row.upstreamCounts);
  const downstream = atPlaces(row.downstreamAt, row.downstreamCounts);
  const found = new Map((row.factOf ?? []).map((id, index) => [id, index]));
  const nodes = depths.map((depth, place) => {
    const [up, down] = [upstream.get(place) ?? 0, downstream.get(place) ?? 0];
    return new WalkedNode(row, place, found.get(row.ids[place] ?? '') ?? -1, depth, hidden.get(place) ?? 0, up, down);
  });
  const at = (place: number | undefined) => {
    const node = nodes[place ?? -1];
    if (node === undefined) throw new Error(`an edge of the walk ends at place ${place} of ${nodes.length}`);
    return node;
  };
  const edges = orderOfEdges(row, near).map((index) => ({
    src: at(row.src?.[index]),
    dst: at(row.dst?.[index]),
    kind: row.edgeKind?.[index] as EdgeKind,
    runId: row.runId?.[index],
    attributes: row.attributes?.[index],
    validFrom: row.validFrom?.[index],
    validTo: row.validTo?.[index],
  }));
  return { nodes, edges };
}

/** By the places of their ends, then kind: most come so, and what is in order is sorted at once. */
function orderOfEdges({ src, dst, edgeKind }: WalkRow, near: 'src' | 'dst'): number[] {
  const [first, second, kinds] = [
    (near === 'src' ? src : dst) ?? [],
    (near === 'src' ? dst : src) ?? [],
    edgeKind ?? [],
  ];
  const compare = (a: number, b: number): number =>
    (first[a] ?? 0) - (first[b] ?? 0) ||
    (second[a] ?? 0) - (second[b] ?? 0) ||
    ((kinds[a] ?? '') < (kinds[b] ?? '') ? -1 : 1);
  return kinds.map((_, index) => index).sort(compare);
}

function atPlaces(
  places: readonly number[] | null | undefined,
  counts: readonly number[] | null | undefined,
): ReadonlyMap<number, number> {
  return new Map((places ?? []).map((place, index) => [place, counts === undefined ? 1 : (counts?.[index] ?? 0)]));
}
