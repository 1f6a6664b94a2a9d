import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { WalkDirection } from '../../graph/edges/walk.sql.js';

/** As much of an edge as says what goes along it. */
export interface CarryingEdge {
  readonly kind: EdgeKind;
  readonly attributes: object | undefined;
  /** Whether another edge tells where the columns that could go along this one go; see markTold. */
  readonly isToldElsewhere?: boolean;
}

/** A member of the node upstream, and one of the node downstream; null: the whole node. */
export type Pair = readonly [upstream: string | null, downstream: string | null];

type Columns = Readonly<Record<string, readonly string[]>>;

/*   flights@3 ──SOURCE {columns: {mean_delay: [delay]}}──▶ airport_traffic@2        delay → mean_delay
 *   airport_traffic@2 ──SIGNATURE {features: [{name: mean_delay}]}──▶ flight_delay@4  mean_delay → the whole version
 *   flights ──VERSION_OF──▶ flights@3                                              each column → the same column
 *   orders ──DERIVED_FROM {columns: {total: [price]}}──▶ revenue                   price → total
 *   orders ──INPUT──▶ a run that made revenue                                      told elsewhere, just above: nothing but all of orders
 *   flights@3 ──INPUT──▶ a run                                                     it says nothing of columns       */

/** What an edge tells of the members at its ends; of NOTHING told any may go along it, of what is told ELSEWHERE only whole nodes. */
export type Told = 'MADE_FROM' | 'READ' | 'NAMESAKES' | 'ELSEWHERE' | 'NOTHING';

/** What an edge ties together: some members to others, some to a whole node, each to its namesake, or nothing that it tells of. */
export class Ties {
  private readonly reached: { [Direction in WalkDirection]?: ReadonlyMap<string | null, readonly (string | null)[]> } =
    {};

  constructor(
    readonly told: Told,
    /** Of namesakes, and where nothing is told, none. */
    readonly pairs: readonly Pair[] = [],
  ) {}

  /** The members at the far end that one at the near end is tied to; null is the whole node, from which all are reached that anything says. */
  along(direction: WalkDirection, near: string | null): readonly (string | null)[] {
    if (this.told === 'NOTHING') return WHOLE;
    if (this.told === 'NAMESAKES') return [near];
    if (this.told === 'ELSEWHERE') return near === null ? WHOLE : [];
    const reached = this.reachedAlong(direction);
    return near === null ? [...new Set([...reached.values()].flat())] : (reached.get(near) ?? reached.get(null) ?? []);
  }

  private reachedAlong(direction: WalkDirection): ReadonlyMap<string | null, readonly (string | null)[]> {
    const known = this.reached[direction];
    if (known !== undefined) return known;
    const reached = new Map<string | null, (string | null)[]>();
    for (const [upstream, downstream] of this.pairs) {
      const [near, far] = direction === 'DOWNSTREAM' ? [upstream, downstream] : [downstream, upstream];
      const others = reached.get(near);
      if (others === undefined) reached.set(near, [far]);
      else others.push(far);
    }
    this.reached[direction] = reached;
    return reached;
  }
}

const WHOLE = [null];
const NAMESAKES = new Ties('NAMESAKES');
const ELSEWHERE = new Ties('ELSEWHERE');
const NOTHING = new Ties('NOTHING');

export function tiesOf({ kind, attributes, isToldElsewhere }: CarryingEdge): Ties {
  if (kind === EdgeKind.VERSION_OF || kind === EdgeKind.SAME_AS) return NAMESAKES;
  if (isToldElsewhere === true) return ELSEWHERE;
  const columns = columnsOf(kind, attributes);
  if (columns !== undefined)
    return new Ties(
      'MADE_FROM',
      Object.keys(columns).flatMap((made) => (columns[made] ?? []).map((from) => [from, made] as const)),
    );
  const features = featuresOf(kind, attributes);
  return features === undefined
    ? NOTHING
    : new Ties(
        'READ',
        [...features].map((feature) => [feature, null] as const),
      );
}

/** Column or feature → the columns that it was made from, where the edge says so. */
function columnsOf(kind: EdgeKind, attributes: object | undefined): Columns | undefined {
  if (kind !== EdgeKind.SOURCE && kind !== EdgeKind.DERIVED_FROM) return undefined;
  const { columns } = (attributes ?? {}) as { readonly columns?: Columns };
  // What was told of a dataset as a whole tells nothing of its columns.
  const isTold = columns !== undefined && (kind === EdgeKind.SOURCE || Object.keys(columns).length > 0);
  return isTold ? columns : undefined;
}

/** The features that a signature reads, where the edge says so; in several roles one stands several times. */
function featuresOf(kind: EdgeKind, attributes: object | undefined): ReadonlySet<string> | undefined {
  if (kind !== EdgeKind.SIGNATURE) return undefined;
  const { features } = (attributes ?? {}) as { readonly features?: readonly { readonly name: string }[] };
  return features && new Set(features.map(({ name }) => name));
}
