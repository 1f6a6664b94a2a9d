import { groupBy } from '../../platform/group-by.js';

/** A node as a frozen lineage has it. */
export interface FrozenNode {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly version: number | null;
  readonly label: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface FrozenEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a model version was made from, as far as it may be seen. */
export class FrozenGraph {
  readonly nodes: ReadonlyMap<string, FrozenNode>;
  private grouped: ReadonlyMap<string, FrozenEdge[]> | undefined;

  constructor(
    /** The model version. */
    readonly root: string,
    nodes: readonly FrozenNode[],
    readonly edges: readonly FrozenEdge[],
  ) {
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
  }

  private get into(): ReadonlyMap<string, FrozenEdge[]> {
    this.grouped ??= groupBy(this.edges, ({ to }) => to);
    return this.grouped;
  }

  /** The edges of one kind that end in a node, and where they begin. */
  sourcesOf(id: string, kind: string): readonly { readonly edge: FrozenEdge; readonly node: FrozenNode }[] {
    return (this.into.get(id) ?? []).flatMap((edge) => {
      const node = this.nodes.get(edge.from);
      return edge.kind !== kind || node === undefined ? [] : [{ edge, node }];
    });
  }

  /** The run that made the model version, if one did. */
  get run(): FrozenNode | undefined {
    return this.sourcesOf(this.root, 'OUTPUT')[0]?.node;
  }
}
