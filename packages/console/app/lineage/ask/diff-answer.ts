import type { Change } from '../graph/lineage-types.js';

export const DIFF_QUERY = `query Diff($from: Ref!, $to: Ref!) {
  lineageDiff(from: $from, to: $to) {
    complete
    from { id label }
    to { id label }
    nodes { id kind label change before after }
    edges { from to kind change }
    features { feature change resourced before { ref sources } after { ref sources } }
    datasets { label change before after columns { column change before after } }
    code { featureSet change before after }
    parameters { name change before after }
    metrics { name change before after }
  }
}`;

export interface Valued {
  readonly name: string;
  readonly change: Change;
  readonly before: unknown;
  readonly after: unknown;
}

interface Pinned {
  readonly ref: string;
  readonly sources: readonly string[];
}

export interface DiffFeature {
  readonly feature: string;
  readonly change: Change;
  readonly resourced: boolean;
  readonly before: Pinned | null;
  readonly after: Pinned | null;
}

type Document = Readonly<Record<string, unknown>>;

export interface DiffNode {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly change: Change;
  readonly before: Document | null;
  readonly after: Document | null;
}

/** What `lineageDiff` answers. */
export interface Diff {
  readonly from: { readonly id: string; readonly label: string };
  readonly to: { readonly id: string; readonly label: string };
  readonly nodes: readonly DiffNode[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: string;
    readonly change: Change;
  }[];
  readonly features: readonly DiffFeature[];
  readonly datasets: readonly {
    readonly label: string;
    readonly change: Change;
    readonly before: readonly string[];
    readonly after: readonly string[];
    readonly columns: readonly {
      readonly column: string;
      readonly change: Change;
      readonly before: string | null;
      readonly after: string | null;
    }[];
  }[];
  readonly code: readonly (Omit<Valued, 'name'> & { readonly featureSet: string | null })[];
  readonly parameters: readonly Valued[];
  readonly metrics: readonly Valued[];
}
