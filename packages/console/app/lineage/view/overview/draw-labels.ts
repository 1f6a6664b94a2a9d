import { shortened } from '../card/card-size.js';
import type { OverviewDrawing } from './overview-drawing.js';

const LONGEST = 17;

/** The name of each box that is in sight, in the box. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  { nodes, layout, trail, ink }: OverviewDrawing,
  [x, y, zoom]: OverviewDrawing['transform'],
): void {
  const { clientWidth, clientHeight } = context.canvas;
  const [left, top, right, bottom] = [-x / zoom, -y / zoom, (clientWidth - x) / zoom, (clientHeight - y) / zoom];
  context.font = '600 20px Roboto, sans-serif';
  context.textBaseline = 'middle';
  context.fillStyle = ink;
  for (const { id, label } of nodes) {
    const place = layout.places.get(id);
    if (place === undefined || place.x > right || place.x < left - 220 || place.y > bottom || place.y < top - 60)
      continue;
    context.globalAlpha = trail === undefined || trail.nodes.has(id) ? 1 : 0.35;
    context.fillText(shortened(label, LONGEST), place.x + 18, place.y + 30, 186);
  }
  context.globalAlpha = 1;
}
