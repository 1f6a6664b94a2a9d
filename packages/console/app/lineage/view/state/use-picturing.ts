import { useMemo } from 'react';
import type { Difference } from '../../ask/load-diff.js';
import { type Side, sideKey } from '../../graph/lineage-types.js';
import { HUB, PAGE, type ShownGraph, type Window, type Windows } from '../../graph/shown-graph.js';
import type { ChangeView, PictureView } from '../picture-view.js';
import type { PictureContextValue } from './picture-context.js';

export interface Picturing
  extends Pick<
    PictureContextValue,
    'facts' | 'trails' | 'columns' | 'scene' | 'flow' | 'traffic' | 'rows' | 'found' | 'arrived' | 'outcomes'
  > {
  readonly view: PictureView;
  readonly change: ChangeView;
  readonly shown: ShownGraph;
  readonly windows: Windows;
  readonly difference: Difference | undefined;
}

const NO_CHANGES = new Map<string, never>();

/** What a person can do to the cards of a picture. */
export function usePicturing(given: Picturing): PictureContextValue {
  const {
    facts,
    trails,
    columns,
    scene,
    flow,
    view,
    change,
    shown,
    windows,
    difference,
    traffic,
    rows,
    found,
    arrived,
    outcomes,
  } = given;
  return useMemo(() => {
    const put = (...changed: (readonly [string, Window | null])[]) =>
      change({ windows: { ...view.windows, ...Object.fromEntries(changed) } });
    return {
      facts,
      trails,
      columns,
      scene,
      flow,
      traffic,
      rows,
      found,
      arrived,
      outcomes,
      folded: view.folded,
      selected: view.selected,
      stop: shown.nodes.some(({ id }) => id === view.selected) ? view.selected : shown.nodes[0]?.id,
      hidden: shown.hidden,
      open: new Set(windows.keys()),
      changes: difference?.nodes ?? NO_CHANGES,
      notes: difference?.notes ?? NO_CHANGES,
      select: (id) => change({ selected: view.selected === id ? undefined : id }),
      toggle(id: string, ...sides: Side[]) {
        put(...sides.map((side) => [sideKey(id, side), toggled(sideKey(id, side), shown, windows)] as const));
      },
      toggleRows: (id) =>
        change({ rows: view.rows.includes(id) ? view.rows.filter((each) => each !== id) : [...view.rows, id] }),
      page: (hub, at, take = hub.window.take) => put([sideKey(hub.id, hub.side), { at, take }]),
    };
  }, [
    facts,
    trails,
    columns,
    scene,
    flow,
    view,
    change,
    shown,
    windows,
    difference,
    traffic,
    rows,
    found,
    arrived,
    outcomes,
  ]);
}

/** What is drawn of a side after a click: all of it, of a hub a page, or nothing where all of it was drawn. */
function toggled(key: string, shown: ShownGraph, windows: Windows): Window | null {
  const missing = shown.hidden.get(key) ?? 0;
  if (missing === 0 || (windows.has(key) && shown.hubs.some((hub) => sideKey(hub.id, hub.side) === key))) return null;
  const shownNow = windows.get(key)?.take ?? 0;
  return { at: 0, take: shownNow + missing > HUB ? PAGE : shownNow + missing + HUB };
}
