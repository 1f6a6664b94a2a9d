import type { EdgeKind } from './edge-kind.js';
import { toPublicId } from './node-id.js';
import type { NodeKind } from './node-kind.js';

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
  readonly hidden: boolean;
  readonly counts: boolean;
  readonly edges: 'NONE' | 'ENDS' | 'WHOLE';
  readonly facts: readonly NodeFact[];
}

/** One node that a walk visited; what was not wanted is undefined, or 0. */
export class WalkedNode {
  private madeId: string | undefined;

  constructor(
    readonly id: string,
    /** Edges on the shortest path from a root. */
    readonly depth: number,
    /** Neighbours further along that the walk did not visit. */
    readonly hidden: number,
    readonly upstreamCount: number,
    readonly downstreamCount: number,
    readonly facts: { readonly [Fact in NodeFact]: NodeFacts[Fact] | undefined },
  ) {}

  get kind(): NodeKind {
    const { kind } = this.facts;
    // JSON has null where a node has edges, but no row.
    if (kind == null) throw new Error(`the walk has no kind of node ${this.id}`);
    return kind;
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
  /** How many nodes are at each depth. */
  readonly levels: readonly number[];
  /** Of the nodes at these places in `ids`; of the others it is 0. */
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

export function readWalk(row: WalkRow): Walk {
  const depths = row.levels.flatMap((size, depth) => Array<number>(size).fill(depth));
  const hidden = atPlaces(row.hiddenAt, row.hidden);
  const upstream = atPlaces(row.upstreamAt, row.upstreamCounts);
  const downstream = atPlaces(row.downstreamAt, row.downstreamCounts);
  const nodes = row.ids.map(
    (id, place) =>
      new WalkedNode(
        id,
        depths[place] ?? 0,
        hidden.get(place) ?? 0,
        upstream.get(place) ?? 0,
        downstream.get(place) ?? 0,
        {
          kind: row.kind?.[place],
          project: row.project?.[place],
          name: row.name?.[place],
          version: row.version?.[place],
          label: row.label?.[place],
          description: row.description?.[place],
          owner: row.owner?.[place],
          createdAt: row.createdAt?.[place],
          createdBy: row.createdBy?.[place],
          deletedAt: row.deletedAt?.[place],
        },
      ),
  );
  const at = (place: number | undefined) => {
    const node = nodes[place ?? -1];
    if (node === undefined) throw new Error(`an edge of the walk ends at place ${place} of ${nodes.length}`);
    return node;
  };
  const edges = (row.edgeKind ?? []).map((kind, index) => ({
    src: at(row.src?.[index]),
    dst: at(row.dst?.[index]),
    kind,
    runId: row.runId?.[index],
    attributes: row.attributes?.[index],
    validFrom: row.validFrom?.[index],
    validTo: row.validTo?.[index],
  }));
  return { nodes, edges };
}

function atPlaces(
  places: readonly number[] | null | undefined,
  counts: readonly number[] | null | undefined,
): ReadonlyMap<number, number> {
  return new Map((places ?? []).map((place, index) => [place, counts?.[index] ?? 0]));
}
