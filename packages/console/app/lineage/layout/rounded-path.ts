import type { Place } from './boxes.js';

const RADIUS = 10;

/** A line through points, with its corners rounded, as the path of an SVG. */
export function roundedPath(points: readonly Place[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = rest.map((corner, index) => {
    const [before, after] = [points[index] ?? first, rest[index + 1]];
    if (after === undefined) return `L${corner.x} ${corner.y}`;
    const [into, out] = [toward(corner, before), toward(corner, after)];
    return `L${into.x} ${into.y}Q${corner.x} ${corner.y} ${out.x} ${out.y}`;
  });
  return `M${first.x} ${first.y}${parts.join('')}`;
}

function toward(from: Place, to: Place): Place {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
