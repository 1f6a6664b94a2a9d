import type { LineageNode } from '../../graph/lineage-types.js';
import type { Box, Places } from '../../layout/boxes.js';
import { shortened } from '../card/card-size.js';

/** What versions have in common, and where the middle of them is. */
export interface NamedGroup {
  readonly text: string;
  readonly count: number;
  readonly x: number;
  readonly y: number;
}

/** Versions folded into what they are versions of, for who looks from afar; the largest first. */
export function groupsOf(nodes: readonly LineageNode[], boxes: readonly Box[], places: Places): readonly NamedGroup[] {
  const sizes = new Map(boxes.map((box) => [box.id, box]));
  const groups = new Map<string, { name: string; count: number; x: number; y: number }>();
  for (const { id, kind, label } of nodes) {
    const [place, size] = [places.get(id), sizes.get(id)];
    if (place === undefined || size === undefined) continue;
    const name = label.replace(/@\d+$/, '');
    const group = groups.get(`${kind} ${name}`) ?? { name, count: 0, x: 0, y: 0 };
    group.count++;
    group.x += place.x + size.width / 2;
    group.y += place.y + size.height / 2;
    groups.set(`${kind} ${name}`, group);
  }
  return [...groups.values()]
    .map(({ name, count, x, y }) => ({
      text: count === 1 ? shortened(name, 24) : `${shortened(name, 24)} × ${count}`,
      count,
      x: x / count,
      y: y / count,
    }))
    .sort((a, b) => b.count - a.count);
}

const MOST = 60;
const HEIGHT = 18;
const PADDING = 5;

export interface NamesStyle {
  readonly ink: string;
  readonly ground: string;
}

/** Names as large as text is, wherever the picture is: as many as there is room for. */
export function drawNames(
  context: CanvasRenderingContext2D,
  groups: readonly NamedGroup[],
  [dx, dy, zoom]: readonly [number, number, number],
  { ink, ground }: NamesStyle,
): void {
  const drawn: { left: number; right: number; top: number }[] = [];
  context.font = '600 12px Roboto, sans-serif';
  context.textBaseline = 'middle';
  for (const { text, x, y } of groups) {
    if (drawn.length >= MOST) return;
    const width = context.measureText(text).width + 2 * PADDING;
    const left = x * zoom + dx - width / 2;
    const top = y * zoom + dy - HEIGHT / 2;
    const meets = drawn.some(
      (other) => left < other.right && left + width > other.left && Math.abs(top - other.top) < HEIGHT,
    );
    if (meets) continue;
    drawn.push({ left, right: left + width, top });
    context.globalAlpha = 0.86;
    context.fillStyle = ground;
    context.fillRect(left, top, width, HEIGHT);
    context.globalAlpha = 1;
    context.fillStyle = ink;
    context.fillText(text, left + PADDING, top + HEIGHT / 2);
  }
}
