import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { WalkDirection } from '../../graph/walks/walk.sql.js';
import type { Ties } from './ties.js';
import { type Columns, ToldColumns } from './told-columns.js';

/** As much of an edge as says what goes along it. */
export interface CarryingEdge {
  readonly kind: EdgeKind;
  readonly attributes: object | undefined;
  /** What goes along other edges, which tell more; see markTold. */
  readonly toldElsewhere?: ToldElsewhere;
}

/** To a run or job that read and made something, and back from what it made: columns alone, or all of what it read or made too. */
export type ToldElsewhere = 'COLUMNS' | 'ALL';

/*   flights@3 ──SOURCE {columns: {mean_delay: [delay]}}──▶ airport_traffic@2        delay → mean_delay
 *   airport_traffic@2 ──SIGNATURE {features: [{name: mean_delay}]}──▶ flight_delay@4  mean_delay → the whole version
 *   flights ──VERSION_OF──▶ flights@3                                              each column → the same column
 *   orders ──DERIVED_FROM {columns: {total: [price]}}──▶ revenue                   price → total
 *   orders ──INPUT──▶ a run that made revenue                                      told elsewhere, just above
 *   flights@3 ──INPUT──▶ a run                                                     it says nothing of columns       */

const WHOLE = [null];
const unnamed = () => undefined;
const NAMESAKES: Ties = { told: 'NAMESAKES', along: (_direction, near) => [near], pairsAmong: unnamed };
/** From a run or job all that it read or made is reached still; to it nothing is, in the direction that is closed. */
const elsewhere = (closed: WalkDirection | undefined): Ties => ({
  told: 'ELSEWHERE',
  along: (direction, near) => (near === null && direction !== closed ? WHOLE : []),
  pairsAmong: () => [],
});
const ELSEWHERE = elsewhere(undefined);
const READ_ELSEWHERE = elsewhere('DOWNSTREAM');
const MADE_ELSEWHERE = elsewhere('UPSTREAM');
const NOTHING: Ties = { told: 'NOTHING', along: () => WHOLE, pairsAmong: unnamed };

/** Features that are read by a whole node. */
function readFeatures(features: ReadonlySet<string>): Ties {
  return {
    told: 'READ',
    along: (direction, near) => {
      if (direction === 'UPSTREAM') return [...features];
      return near === null ? (features.size > 0 ? WHOLE : []) : features.has(near) ? WHOLE : [];
    },
    pairsAmong: (upstream, downstream) =>
      downstream.has(null)
        ? [...features].filter((name) => upstream.has(name) || upstream.has(null)).map((name) => [name, null] as const)
        : [],
  };
}

export function tiesOf({ kind, attributes, toldElsewhere }: CarryingEdge): Ties {
  if (kind === EdgeKind.VERSION_OF || kind === EdgeKind.SAME_AS) return NAMESAKES;
  if (toldElsewhere === 'COLUMNS') return ELSEWHERE;
  if (toldElsewhere === 'ALL') return kind === EdgeKind.INPUT ? READ_ELSEWHERE : MADE_ELSEWHERE;
  const columns = columnsOf(kind, attributes);
  if (columns !== undefined) return new ToldColumns(columns);
  const features = featuresOf(kind, attributes);
  return features === undefined ? NOTHING : readFeatures(features);
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
