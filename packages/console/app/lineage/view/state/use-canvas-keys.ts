import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { type LineageNode, sideKey } from '../../graph/lineage-types.js';
import { SIDES } from '../../graph/loaded-graph.js';
import type { ShownGraph } from '../../graph/shown-graph.js';
import { CARD } from '../card/card-size.js';
import type { PictureView } from '../picture-view.js';
import { usePicture } from './picture-context.js';
import { firstRow, nextRow } from './row-keys.js';
import { calm } from './use-fit.js';
import type { Placed } from './use-places.js';

export interface CanvasKeys {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly shown: ShownGraph;
  readonly view: PictureView;
  readonly placed: Placed | undefined;
  readonly fit: () => void;
}

/** What the keys do, for the list that `?` shows. */
export const keysWith = (findKey: string): readonly (readonly [string, string])[] => [
  ['← →', 'go upstream, downstream'],
  ['↑ ↓', 'go to the next card of the layer'],
  ['Enter', 'choose the card, and tell more of it'],
  ['e', 'show or fold all around it'],
  ['c', 'show its columns or features, and go to them'],
  ['f', 'fit everything into the window'],
  ...(findKey === '/' ? [] : [['/', 'search everything'] as const]),
  [findKey, 'find in the graph'],
  ['?', 'show these keys'],
];

/** Walking through the graph by keys; the picture follows the card that has the focus. */
export function useCanvasKeys({ frame, shown, view, placed, fit }: CanvasKeys): (event: KeyboardEvent) => void {
  const { setCenter, getZoom } = useReactFlow();
  const { toggle, toggleRows, hidden, columns, rows } = usePicture();
  const wanted = useRef<string>(undefined);
  const wantsRow = useRef<string>(undefined);
  const focus = (id: string) => frame.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus();

  // A card out of sight is not in the document: it is brought there first.
  useEffect(() => {
    const row = wantsRow.current === undefined ? undefined : firstRow(frame.current, wantsRow.current);
    if (row !== undefined) {
      wantsRow.current = undefined;
      row.focus();
    }
    const id = wanted.current;
    if (id !== undefined && frame.current?.querySelector(`[data-card="${CSS.escape(id)}"]`) != null) {
      wanted.current = undefined;
      focus(id);
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another choice moves the picture.
  useEffect(() => {
    if (view.selected !== undefined) show(view.selected);
  }, [view.selected]);

  const inSight = (id: string) => {
    const [card, box] = [frame.current?.querySelector(`[data-card="${CSS.escape(id)}"]`), frame.current];
    if (card == null || box === null) return false;
    const [a, b] = [card.getBoundingClientRect(), box.getBoundingClientRect()];
    return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  };
  const show = (id: string) => {
    const place = placed?.places.get(id);
    if (place === undefined || inSight(id)) return;
    const zoom = Math.max(getZoom(), 0.6);
    void setCenter(place.x + CARD.width / 2, place.y + CARD.height / 2, { zoom, duration: calm() ? 0 : 200 });
  };
  const go = (id: string | undefined) => {
    if (id === undefined) return;
    show(id);
    if (frame.current?.querySelector(`[data-card="${CSS.escape(id)}"]`) == null) wanted.current = id;
    else focus(id);
  };

  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('[data-row]');
    const card = target.closest('.lineage-card')?.querySelector<HTMLElement>('[data-card]')?.dataset.card;
    const id = card ?? view.selected ?? shown.nodes[0]?.id;
    if (event.key === 'f') return fit();
    if (id === undefined) return;
    if (event.key === 'e') {
      const torn = SIDES.filter((side) => (hidden.get(sideKey(id, side)) ?? 0) > 0);
      return toggle(id, ...(torn.length > 0 ? torn : SIDES));
    }
    if (event.key === 'c') {
      wantsRow.current = rows.has(id) || columns.rowsOf(id).total === 0 ? undefined : id;
      if (row !== null) focus(id);
      return toggleRows(id);
    }
    if (!event.key.startsWith('Arrow') || placed === undefined) return;
    event.preventDefault();
    const other =
      row !== null && card !== undefined
        ? nextRow(row, event.key, card, { links: shown.links, columns })
        : event.key === 'ArrowDown' && placed.flow === 'RIGHT'
          ? firstRow(frame.current, id)
          : undefined;
    if (other !== undefined) return other.focus();
    if (row !== null && event.key === 'ArrowUp') return focus(id);
    go(nextCard(id, event.key, shown, placed) ?? (card === undefined ? id : undefined));
  };
}

/** Along an edge to the neighbour that stands nearest; across, to the next of the same layer. */
function nextCard(id: string, key: string, { nodes, links }: ShownGraph, { places, flow }: Placed): string | undefined {
  const here = places.get(id);
  if (here === undefined) return undefined;
  const [back, on] = flow === 'RIGHT' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const distance = (other: string) => {
    const place = places.get(other);
    return place === undefined ? Number.POSITIVE_INFINITY : Math.hypot(place.x - here.x, place.y - here.y);
  };
  if (key === back || key === on) {
    const beside = links.flatMap(({ from, to }) =>
      key === back && to === id ? [from] : key === on && from === id ? [to] : [],
    );
    return beside.sort((a, b) => distance(a) - distance(b))[0];
  }
  const along = flow === 'RIGHT' ? 'x' : 'y';
  const across = flow === 'RIGHT' ? 'y' : 'x';
  const sign = key === 'ArrowDown' || key === 'ArrowRight' ? 1 : -1;
  const ahead = nodes.flatMap(({ id: other }: LineageNode) => {
    const place = places.get(other);
    if (place === undefined || other === id) return [];
    const step = (place[across] - here[across]) * sign;
    return step > 0 && Math.abs(place[along] - here[along]) < CARD.width / 2 ? [{ other, step }] : [];
  });
  return ahead.sort((a, b) => a.step - b.step)[0]?.other;
}
