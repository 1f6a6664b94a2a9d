import type { Box, Layout, Place, Places } from './boxes.js';

/** The card that has another size than before, where there is one: then there is no room to leave all where they were. */
export function grownBox(boxes: readonly Box[], old: readonly Box[]): Box | undefined {
  const heights = new Map(old.map(({ id, height }) => [id, height]));
  return boxes.find(({ id, height }) => (heights.get(id) ?? height) !== height);
}

/** A fresh layout, moved so that one card stays where it was: what one has clicked on doesn't run away. */
export function anchored({ places, routes }: Layout, anchor: string, old: Places): Layout {
  const [was, is] = [old.get(anchor), places.get(anchor)];
  if (was === undefined || is === undefined) return { places, routes };
  const moved = ({ x, y }: Place): Place => ({ x: x + was.x - is.x, y: y + was.y - is.y });
  return {
    places: new Map([...places].map(([id, place]) => [id, moved(place)])),
    routes: new Map(
      [...routes].map(([id, { points, label }]) => [id, { points: points.map(moved), label: label && moved(label) }]),
    ),
  };
}
