import { getViewportForBounds, useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import type { Box } from '../../layout/boxes.js';
import { CARD } from '../card/card-size.js';
import { boundsOf } from '../overview/overview-zoom.js';
import type { Placed } from './use-places.js';

const NEAREST = 1;
const FARTHEST = 0.02;
const PADDING = 0.05;
/** At first sight names are read, even if not all of them are in sight. */
const READABLE = 0.36;
/** What would be cut by a little, as on a phone, is rather shown whole: a card that is half out of the window is read worse than a small one. */
const NEARLY = 0.28;

export const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Brings the whole picture into the window; the library would look only at the cards that it was given. */
export function useFit(boxes: readonly Box[], placed: Placed | undefined, overviewBelow: number) {
  const { setViewport } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (root?: string) => {
      const { width, height } = store.getState();
      const bounds = boundsOf(boxes, placed?.places);
      if (bounds === undefined || width === 0) return;
      const viewport = getViewportForBounds(bounds, width, height, FARTHEST, NEAREST, PADDING);
      const place = root === undefined ? undefined : placed?.places.get(root);
      const zoom = Math.max(READABLE, overviewBelow);
      if (viewport.zoom >= Math.max(NEARLY, overviewBelow) || place === undefined)
        return void setViewport(viewport, { duration: root === undefined && !calm() ? 200 : 0 });
      // Around the root, but no farther over an edge of the picture than it takes.
      const x = within(place.x + CARD.width / 2, bounds.x, bounds.width, width / zoom);
      const y = within(place.y + CARD.height / 2, bounds.y, bounds.height, height / zoom);
      void setViewport({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom }, { duration: 0 });
    },
    [boxes, placed, overviewBelow, setViewport, store],
  );
}

const MARGIN = 30;

/** The middle of a window of a size in which as much as possible of a span is in sight, nearest to what is wanted. */
function within(wanted: number, start: number, span: number, size: number): number {
  const half = size / 2 - MARGIN;
  if (span <= 2 * half) return start + span / 2;
  return Math.min(Math.max(wanted, start + half), start + span - half);
}
