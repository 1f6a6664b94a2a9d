/** A node that is to be made, whoever told of it. */
export interface TakenNode {
  /** Its number in the document. */
  readonly n: number;
  /** What it is known by: its URI in the document. */
  readonly uri: string;
  readonly kind: string;
  readonly name: string;
  readonly version: number | undefined;
  readonly description: string | null;
  readonly owner: string | null;
  readonly tags: ReadonlyMap<string, string>;
  /** What else it was registered with, in the words of the mutation that takes it. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly status: string | undefined;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** How producers of OpenLineage call it: JSON of namespace and name. */
  readonly toldAs: string | null;
  /** What producers of OpenLineage call a run. */
  readonly runId: string | undefined;
}

export interface TakenEdge {
  /** Numbers. */
  readonly from: number;
  readonly to: number;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An edge, and what it comes from. */
export interface SourcedEdge extends TakenEdge {
  readonly source: { readonly kind: string; readonly name: string };
}

/** An edge that is drawn once all nodes are there, and what its ends are. */
export interface LateEdge extends TakenEdge {
  readonly source: ToldEnd;
  readonly target: ToldEnd;
}

interface ToldEnd {
  readonly kind: string;
  readonly name: string;
  readonly toldAs: string | null;
}

/** Through these, which have versions, the graph may go round in circles. */
const LOGICAL = new Set<string | undefined>(['DATASET', 'JOB']);

/** Whether an edge says what has to be there before what: one of logical nodes does not, and is drawn at the end. */
export function isLate({ kind }: TakenEdge, from: string | undefined, to: string | undefined): boolean {
  return kind === 'SAME_AS' || (kind !== 'VERSION_OF' && (LOGICAL.has(from) || LOGICAL.has(to)));
}
