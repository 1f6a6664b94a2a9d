/** A graph in memory, walked as naively as can be. Times are whole numbers; `to` is undefined while an edge holds. */
export interface OracleEdge {
  readonly src: string;
  readonly dst: string;
  readonly from: number;
  readonly to: number | undefined;
}

export type Direction = 'UPSTREAM' | 'DOWNSTREAM';

export interface OracleWalk {
  /** Node → depth. */
  readonly depths: ReadonlyMap<string, number>;
  /** Node → its neighbours that were not visited; only where there are some. */
  readonly hidden: ReadonlyMap<string, number>;
}

/** The edges that hold at a time; undefined: now, after all changes. */
export function edgesAt(edges: readonly OracleEdge[], time: number | undefined): OracleEdge[] {
  return edges.filter(({ from, to }) =>
    time === undefined ? to === undefined : from <= time && (to === undefined || to > time),
  );
}

/** Breadth first, level by level; within a level the least ids come first when the limit cuts. */
export function walkOracle(
  edges: readonly OracleEdge[],
  roots: readonly string[],
  direction: Direction,
  depth: number,
  limit: number,
): OracleWalk {
  const neighbours = (id: string) =>
    new Set(
      edges.flatMap(({ src, dst }) => (direction === 'UPSTREAM' ? (dst === id ? [src] : []) : src === id ? [dst] : [])),
    );
  const depths = new Map(roots.map((root) => [root, 0]));
  for (let level = 1, frontier = [...depths.keys()]; level <= depth && frontier.length > 0; level++) {
    const next = [...new Set(frontier.flatMap((id) => [...neighbours(id)]))].filter((id) => !depths.has(id)).sort();
    frontier = next.slice(0, Math.max(0, limit - depths.size));
    for (const id of frontier) depths.set(id, level);
  }
  const hidden = new Map<string, number>();
  for (const id of depths.keys()) {
    const missing = [...neighbours(id)].filter((other) => !depths.has(other)).length;
    if (missing > 0) hidden.set(id, missing);
  }
  return { depths, hidden };
}
