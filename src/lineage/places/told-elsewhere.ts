import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { selectMade } from './told-elsewhere.sql.js';

/** The ends of an edge, by ids of nodes. */
type EndsOf<Edge> = (edge: Edge) => {
  readonly src: string;
  readonly dst: string;
  readonly kind: EdgeKind;
};

export interface MarkQuestion {
  /** RFC 3339; undefined: now. */
  readonly asOf: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Marks the edges along which no column goes, because it is told by another edge where it goes: to a run or job of whose outputs all columns are told,
 * and from one to such an output. Where some output isn't told of, a column may have gone there.
 */
export async function markTold<Edge>(
  db: Queryable,
  edges: readonly Edge[],
  endsOf: EndsOf<Edge>,
  { asOf = 'infinity', signal }: MarkQuestion,
): Promise<readonly Edge[]> {
  const makers = new Set<string>();
  for (const { src, dst, kind } of edges.map(endsOf)) {
    if (kind === EdgeKind.INPUT) makers.add(dst);
    if (kind === EdgeKind.OUTPUT) makers.add(src);
  }
  if (makers.size === 0) return edges;
  const told = new Set<string>();
  const [complete, open] = [new Set<string>(), new Set<string>()];
  for (const { maker, made, isTold } of await selectMade(db, [...makers], asOf, signal)) {
    if (isTold) told.add(`${maker} ${made}`);
    (isTold ? complete : open).add(maker);
  }
  const isElsewhere = (edge: Edge) => {
    const { src, dst, kind } = endsOf(edge);
    if (kind === EdgeKind.INPUT) return complete.has(dst) && !open.has(dst);
    return kind === EdgeKind.OUTPUT && told.has(`${src} ${dst}`);
  };
  return told.size === 0 ? edges : edges.map((edge) => (isElsewhere(edge) ? { ...edge, isToldElsewhere: true } : edge));
}
