import { DEFAULT_PAGE } from '../../platform/database/keyset.js';

interface Asked {
  readonly args: Readonly<Record<string, unknown>>;
  /** What is asked of one node and edge. */
  readonly childComplexity: number;
}

/** So many fields of a node are its own words, its edges', its frontier's; more are lists within, each counted as a page. */
const FLAT = 50;
/** One walk and a few statements give all of them, where the nodes of other lists are each looked at. */
const SHARE = 25;

/**
 * What a lineage counts as in a query's complexity. Flat fields of `limit` nodes cost a share, so that the greatest limit is allowed;
 * whatever is nested beyond them costs as much as in any list.
 */
export function priceLineage({ args, childComplexity }: Asked): number {
  const size = Math.max(1, Number(args.limit ?? DEFAULT_PAGE));
  const flat = Math.min(FLAT, childComplexity) / SHARE;
  return 1 + Math.ceil(size * (flat + Math.max(0, childComplexity - FLAT)));
}

/** The same of what has changed in one: a node or an edge stands in one of two lists. */
export function priceLineageDelta({ args, childComplexity }: Asked): number {
  return priceLineage({ args, childComplexity: Math.ceil(childComplexity / 2) });
}

/** The lineage around a node within a list: a list like others whose size is not said. */
export function priceNeighbourhood({ childComplexity }: Asked): number {
  return 1 + DEFAULT_PAGE * childComplexity;
}

/** Two walks of the greatest limit, of which no field is asked. */
const WALKS = 8_000;

/** What a question counts as that walks as far as it can, and answers with a list of `limit`. */
export function priceWalks(defaultLimit: number): (asked: Asked) => number {
  return ({ args, childComplexity }) => WALKS + Math.max(1, Number(args.limit ?? defaultLimit)) * childComplexity;
}
