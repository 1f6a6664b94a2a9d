import { useEffect, useMemo, useState } from 'react';
import type { Ask } from '../../ask/ask.js';
import type { FactsOnSight } from '../../ask/facts-on-sight.js';
import { loadColumnLinks } from '../../ask/load-columns.js';
import { RowTrails } from '../../ask/row-trails.js';
import { type CardRows, cardRows } from '../../graph/card-rows.js';
import { ColumnLinks } from '../../graph/column-links.js';
import type { ColumnLink } from '../../graph/lineage-types.js';
import type { LoadedGraph } from '../../graph/loaded-graph.js';
import type { ShownGraph } from '../../graph/shown-graph.js';
import { CARD } from '../card/card-size.js';
import type { PictureView } from '../picture-view.js';
import type { PictureSource } from './begin-lineage.js';

export interface Columns {
  readonly links: ColumnLinks;
  /** The columns or features that a card can show. */
  readonly rowsOf: (id: string) => CardRows;
  readonly trails: RowTrails;
}

export interface ColumnsAsked {
  readonly ask: Ask;
  readonly facts: FactsOnSight;
  readonly source: PictureSource;
  readonly view: PictureView;
  readonly shown: ShownGraph;
  readonly loaded: LoadedGraph | undefined;
}

/** Of a picture with more cards than this columns are asked for as soon as one shows them. */
const FEW = 150;
/** What comes to a picture comes in several parts. */
const AT_REST_MS = 150;
const NONE: readonly ColumnLink[] = [];

/** What leads from column to column among the cards that are drawn, as the service tells, and else as the answer or its edges did. */
export function useColumns({ ask, facts, source, view, shown, loaded }: ColumnsAsked): Columns {
  const [told, setTold] = useState(NONE);
  const { asOf, folded } = view;
  const wanted = !folded && (view.rows.length > 0 || shown.nodes.length <= FEW);
  const ids = wanted ? shown.nodes.map(({ id }) => id).join() : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is loaded anew may have other columns.
  useEffect(() => {
    if (ids === '') return;
    let current = true;
    const timer = setTimeout(
      () =>
        loadColumnLinks(ask, ids.split(','), asOf).then(
          (next) => current && setTold(next),
          // Where the answer is all there is, its own edges tell.
          () => current && setTold(NONE),
        ),
      AT_REST_MS,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [ask, ids, asOf, loaded]);
  const answered = ('part' in source ? source.part.columnLinks : undefined) ?? NONE;
  const links = useMemo(() => new ColumnLinks(shown.links, told, answered), [shown.links, told, answered]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: ways that were asked for before may have changed since.
  const trails = useMemo(() => new RowTrails(ask, asOf), [ask, asOf, loaded]);
  return useMemo(
    () => ({
      links,
      trails,
      rowsOf: (id) => cardRows(facts.get(id)?.rows ?? [], links.joinedOf(id), CARD.most),
    }),
    [links, trails, facts],
  );
}
