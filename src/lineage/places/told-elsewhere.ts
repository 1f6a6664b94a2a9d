import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { groupBy } from '../../platform/group-by.js';
import type { ToldElsewhere } from './ties-of.js';
import { type Made, selectMade } from './told-elsewhere.sql.js';

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
 * Marks the edges to and from runs and jobs along which nothing need go, because other edges tell more of where it goes. No column does where it is told which
 * columns went into all that was made, or where an edge leads straight from what was read to what was made; nothing does where such an edge leads from all of
 * what was read. Where something was made of which nothing is told, it may have gone there.
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
  const all = await selectMade(db, [...makers], asOf, signal);
  if (all.every(({ isTold }) => !isTold)) return edges;
  const byMaker = groupBy(
    all.map((made) => ({ ...made, uncovered: new Set(made.uncovered) })),
    ({ maker }) => maker,
  );
  return edges.map((edge) => {
    const { src, dst, kind } = endsOf(edge);
    const toldElsewhere =
      kind === EdgeKind.INPUT
        ? ofInput(byMaker.get(dst) ?? [], src)
        : kind === EdgeKind.OUTPUT
          ? ofOutput(byMaker.get(src) ?? [], dst)
          : undefined;
    return toldElsewhere === undefined ? edge : { ...edge, toldElsewhere };
  });
}

type MadeOf = Omit<Made, 'uncovered'> & { readonly uncovered: ReadonlySet<string> };

function ofInput(all: readonly MadeOf[], read: string): ToldElsewhere | undefined {
  if (all.length === 0) return undefined;
  const isCovered = ({ isTold, uncovered }: MadeOf) => isTold && !uncovered.has(read);
  if (all.every(isCovered)) return 'ALL';
  return all.every((made) => made.isToldWhole || isCovered(made)) ? 'COLUMNS' : undefined;
}

function ofOutput(all: readonly MadeOf[], written: string): ToldElsewhere | undefined {
  const found = all.find(({ made }) => made === written);
  if (found?.isTold !== true) return undefined;
  return found.uncovered.size === 0 ? 'ALL' : found.isToldWhole ? 'COLUMNS' : undefined;
}
