import type { Box, Flow, Layout, Line, Place, Places, Route } from './boxes.js';

const GAP = 18;

/**
 * New cards beside old ones that stay where they were: each stands to a neighbour as it does in the fresh layout, and
 * moves along its layer until it is free.
 */
export function keepPlaces(
  { boxes, lines, flow }: { boxes: readonly Box[]; lines: readonly Line[]; flow: Flow },
  { places: fresh, routes }: Layout,
  { places: old, routes: oldRoutes }: Layout,
): Layout {
  const kept = boxes.filter(({ id }) => old.has(id));
  const places = new Map(kept.map(({ id }) => [id, old.get(id) ?? { x: 0, y: 0 }]));
  const taken = kept.map((box) => rect(box, places.get(box.id) ?? { x: 0, y: 0 }));
  const beside = neighboursOf(lines);
  const sizes = new Map(boxes.map((box) => [box.id, box]));
  // From the old cards outwards, so that each has a neighbour that stands already.
  const queue = kept.map(({ id }) => id);
  const settle = (id: string, anchor: string | undefined) => {
    const box = sizes.get(id);
    const wanted = fresh.get(id);
    if (box === undefined || wanted === undefined || places.has(id)) return;
    const from = anchor === undefined ? undefined : { was: fresh.get(anchor), is: places.get(anchor) };
    const start =
      from?.was === undefined || from.is === undefined
        ? wanted
        : { x: from.is.x + wanted.x - from.was.x, y: from.is.y + wanted.y - from.was.y };
    const place = firstFree(box, start, taken, flow);
    places.set(id, place);
    taken.push(rect(box, place));
    queue.push(id);
  };
  for (const id of queue) for (const other of beside.get(id) ?? []) settle(other, id);
  for (const { id } of boxes) settle(id, undefined);
  return { places, routes: new Map([...movedRoutes(lines, routes, fresh, places), ...keptRoutes(lines, oldRoutes)]) };
}

/** Where a line went it goes on going: both of its ends have stayed. */
function keptRoutes(lines: readonly Line[], old: Layout['routes']): [string, Route][] {
  return lines.flatMap(({ id }): [string, Route][] => {
    const route = old.get(id);
    return route === undefined ? [] : [[id, route]];
  });
}

/** A route holds where both of its ends were moved by as much; the other lines go straight to where their ends stand now. */
function movedRoutes(
  lines: readonly Line[],
  routes: Layout['routes'],
  fresh: Places,
  places: Places,
): ReadonlyMap<string, Route> {
  const shiftOf = (id: string) => {
    const [was, is] = [fresh.get(id), places.get(id)];
    return was === undefined || is === undefined ? undefined : { x: is.x - was.x, y: is.y - was.y };
  };
  const moved = new Map<string, Route>();
  for (const { id, from, to } of lines) {
    const [route, near, far] = [routes.get(id), shiftOf(from), shiftOf(to)];
    if (
      route === undefined ||
      near === undefined ||
      far === undefined ||
      Math.hypot(near.x - far.x, near.y - far.y) > 1
    )
      continue;
    const by = ({ x, y }: Place): Place => ({ x: x + near.x, y: y + near.y });
    moved.set(id, { points: route.points.map(by), label: route.label && by(route.label) });
  }
  return moved;
}

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function rect({ width, height }: Box, { x, y }: Place): Rect {
  return { left: x - GAP, top: y - GAP, right: x + width + GAP, bottom: y + height + GAP };
}

/** Alternately before and behind where it would stand. */
function firstFree(box: Box, start: Place, taken: readonly Rect[], flow: Flow): Place {
  const step = flow === 'RIGHT' ? box.height + GAP : box.width + GAP;
  for (let tries = 0; tries < 2_000; tries++) {
    const shift = step * Math.ceil(tries / 2) * (tries % 2 === 0 ? -1 : 1);
    const place = flow === 'RIGHT' ? { x: start.x, y: start.y + shift } : { x: start.x + shift, y: start.y };
    const { left, top, right, bottom } = rect(box, place);
    const free = taken.every(
      (other) =>
        right - GAP <= other.left ||
        left + GAP >= other.right ||
        bottom - GAP <= other.top ||
        top + GAP >= other.bottom,
    );
    if (free) return place;
  }
  return start;
}

function neighboursOf(lines: readonly Line[]): ReadonlyMap<string, readonly string[]> {
  const beside = new Map<string, string[]>();
  const put = (id: string, other: string) => {
    const ids = beside.get(id);
    if (ids === undefined) beside.set(id, [other]);
    else ids.push(other);
  };
  for (const { from, to } of lines) {
    put(from, to);
    put(to, from);
  }
  return beside;
}
