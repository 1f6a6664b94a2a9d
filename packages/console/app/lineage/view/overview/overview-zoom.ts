import type { Box, Places } from '../../layout/boxes.js';

/** Cards in sight at most: with more of them in the document, no frame is drawn in time. */
const MOST_IN_SIGHT = 120;
/** Farther away than this, nothing on a card can be read. */
const UNREADABLE = 0.3;
/** Nearer than this, cards are cards, however close together they stand. */
const READABLE = 0.6;

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All that the cards take, together; undefined where none stands. */
export function boundsOf(boxes: readonly Box[], places: Places | undefined): Bounds | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { id, width, height } of boxes) {
    const place = places?.get(id);
    if (place === undefined) continue;
    left = Math.min(left, place.x);
    top = Math.min(top, place.y);
    right = Math.max(right, place.x + width);
    bottom = Math.max(bottom, place.y + height);
  }
  return left === Infinity ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

/** From which zoom on cards are in the document, and no drawing of all: it depends on how close together they stand. */
export function overviewZoom(count: number, bounds: Bounds | undefined, screen: number): number {
  if (bounds === undefined || count <= MOST_IN_SIGHT) return UNREADABLE;
  const room = (bounds.width * bounds.height) / count;
  return Math.min(READABLE, Math.max(UNREADABLE, Math.sqrt(screen / (MOST_IN_SIGHT * room))));
}
