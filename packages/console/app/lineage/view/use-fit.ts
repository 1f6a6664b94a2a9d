import { getViewportForBounds, useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import type { Box } from '../layout/boxes.js';
import type { Placed } from './use-places.js';

const NEAREST = 1;
const FARTHEST = 0.02;
const PADDING = 0.07;
/** At first sight names are read, even if not all of them are in sight. */
const READABLE = 0.34;

export const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Brings the whole picture into the window; the library would look only at the cards that it was given. */
export function useFit(boxes: readonly Box[], placed: Placed | undefined) {
  const { setViewport, setCenter } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (root?: string) => {
      const { width, height } = store.getState();
      const bounds = boundsOf(boxes, placed);
      if (bounds === undefined || width === 0) return;
      const viewport = getViewportForBounds(bounds, width, height, FARTHEST, NEAREST, PADDING);
      const place = root === undefined ? undefined : placed?.places.get(root);
      if (viewport.zoom >= READABLE || root === undefined || place === undefined)
        void setViewport(viewport, { duration: root === undefined && !calm() ? 200 : 0 });
      else void setCenter(place.x + 100, place.y + 30, { zoom: READABLE, duration: 0 });
    },
    [boxes, placed, setViewport, setCenter, store],
  );
}

function boundsOf(boxes: readonly Box[], placed: Placed | undefined) {
  const rects = boxes.flatMap(({ id, width, height }) => {
    const place = placed?.places.get(id);
    return place === undefined ? [] : [{ ...place, width, height }];
  });
  if (rects.length === 0) return undefined;
  const x = Math.min(...rects.map((each) => each.x));
  const y = Math.min(...rects.map((each) => each.y));
  const width = Math.max(...rects.map((each) => each.x + each.width)) - x;
  const height = Math.max(...rects.map((each) => each.y + each.height)) - y;
  return { x, y, width, height };
}
