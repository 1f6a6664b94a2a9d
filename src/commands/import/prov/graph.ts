/** A node that is to be made, whoever told of it. */
export interface TakenNode {
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
}

export interface TakenEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface TakenGraph {
  readonly nodes: ReadonlyMap<string, TakenNode>;
  readonly edges: readonly TakenEdge[];
}

/** Through these, which have versions, the graph may go round in circles. */
const LOGICAL = new Set(['DATASET', 'JOB']);

/** Whether an edge says what has to be there before what: one of logical nodes does not, and is drawn at the end. */
export function isLate({ nodes }: TakenGraph, { from, to, kind }: TakenEdge): boolean {
  const isLogical = (uri: string) => LOGICAL.has(nodes.get(uri)?.kind ?? '');
  return kind === 'SAME_AS' || (kind !== 'VERSION_OF' && (isLogical(from) || isLogical(to)));
}

/**
 * The nodes in an order in which they can be made: each behind what it was made from, and behind the versions before it. Throws where the document goes
 * round in a circle.
 */
export function inOrder(graph: TakenGraph): TakenNode[] {
  const { nodes, edges } = graph;
  const before = new Map<string, Set<string>>([...nodes.keys()].map((uri) => [uri, new Set()]));
  const behind = new Map<string, string[]>();
  const add = (from: string, to: string) => {
    if (before.get(to)?.has(from) !== false) return;
    before.get(to)?.add(from);
    behind.set(from, [...(behind.get(from) ?? []), to]);
  };
  for (const edge of edges) if (!isLate(graph, edge)) add(edge.from, edge.to);
  for (const versions of versionsByParent(graph).values())
    for (const [index, version] of versions.entries()) {
      const next = versions[index + 1];
      if (next !== undefined) add(version.uri, next.uri);
    }
  const ready = [...before].filter(([, waits]) => waits.size === 0).map(([uri]) => uri);
  const ordered: TakenNode[] = [];
  for (let uri = ready.shift(); uri !== undefined; uri = ready.shift()) {
    const node = nodes.get(uri);
    if (node !== undefined) ordered.push(node);
    for (const next of behind.get(uri) ?? []) {
      before.get(next)?.delete(uri);
      if (before.get(next)?.size === 0) ready.push(next);
    }
  }
  if (ordered.length < nodes.size) throw circle(before);
  return ordered;
}

function versionsByParent({ nodes }: TakenGraph): Map<string, TakenNode[]> {
  const versions = new Map<string, TakenNode[]>();
  for (const node of nodes.values()) {
    if (node.version === undefined) continue;
    const parent = JSON.stringify([node.kind, node.name]);
    versions.set(parent, [...(versions.get(parent) ?? []), node]);
  }
  for (const each of versions.values()) each.sort((one, other) => (one.version ?? 0) - (other.version ?? 0));
  return versions;
}

/** Going back from what waits, a circle is met. */
function circle(before: ReadonlyMap<string, ReadonlySet<string>>): Error {
  const path: string[] = [];
  const waiting = (uri: string) => [...(before.get(uri) ?? [])].find((each) => (before.get(each)?.size ?? 0) > 0);
  let uri = [...before].find(([, waits]) => waits.size > 0)?.[0];
  for (; uri !== undefined && !path.includes(uri); uri = waiting(uri)) path.push(uri);
  const round = uri === undefined ? path : [...path.slice(path.indexOf(uri)), uri];
  return new Error(
    `The document goes round in a circle: ${round.slice(0, 5).join(', which was made from ')}. Nothing was changed.`,
  );
}
