import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Ties } from './ties.js';
import { type Columns, ToldColumns } from './told-columns.js';

/** As much of an edge as says what goes along it. */
export interface CarryingEdge {
  readonly kind: EdgeKind;
  readonly attributes: object | undefined;
  /** Whether another edge tells where the columns that could go along this one go; see markTold. */
  readonly isToldElsewhere?: boolean;
}

/*   flights@3 ──SOURCE {columns: {mean_delay: [delay]}}──▶ airport_traffic@2        delay → mean_delay
 *   airport_traffic@2 ──SIGNATURE {features: [{name: mean_delay}]}──▶ flight_delay@4  mean_delay → the whole version
 *   flights ──VERSION_OF──▶ flights@3                                              each column → the same column
 *   orders ──DERIVED_FROM {columns: {total: [price]}}──▶ revenue                   price → total
 *   orders ──INPUT──▶ a run that made revenue                                      told elsewhere, just above: nothing but all of orders
 *   flights@3 ──INPUT──▶ a run                                                     it says nothing of columns       */

const WHOLE = [null];
const unnamed = () => undefined;
const NAMESAKES: Ties = { told: 'NAMESAKES', along: (_direction, near) => [near], pairsAmong: unnamed };
const ELSEWHERE: Ties = {
  told: 'ELSEWHERE',
  along: (_direction, near) => (near === null ? WHOLE : []),
  pairsAmong: () => [],
};
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

export function tiesOf({ kind, attributes, isToldElsewhere }: CarryingEdge): Ties {
  if (kind === EdgeKind.VERSION_OF || kind === EdgeKind.SAME_AS) return NAMESAKES;
  if (isToldElsewhere === true) return ELSEWHERE;
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
