import { kindLook } from '../../graph/kinds.js';
import { linkKey } from '../../graph/lineage-types.js';
import type { Layout } from '../../layout/boxes.js';
import { drawLabels } from './draw-labels.js';
import { drawNames } from './draw-names.js';
import type { OverviewDrawing } from './overview-drawing.js';

const DIM = 0.18;
/** From this zoom on, a name in a box can be read. */
const NAMED = 0.28;

/** Thousands of cards from afar, as one drawing: in the document, they would let no frame be drawn in time. */
export function drawOverview(canvas: HTMLCanvasElement, overview: OverviewDrawing): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const ratio = window.devicePixelRatio;
  const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const [x, y, zoom] = overview.transform;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
  drawLinks(context, overview, zoom);
  drawBoxes(context, overview, zoom);
  // Names in the boxes, or where those are too small, of what many boxes have in common.
  if (zoom >= NAMED) drawLabels(context, overview, overview.transform);
  else {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawNames(context, overview.groups, overview.transform, overview);
  }
}

/** All lines of one look are one path: a stroke costs more than its length. */
function drawLinks(
  context: CanvasRenderingContext2D,
  { links, layout, boxes, trail, ink }: OverviewDrawing,
  zoom: number,
) {
  const middles = new Map(boxes.map(({ id, width, height }) => [id, middle(layout, id, width, height)]));
  const [plain, lit] = [new Path2D(), new Path2D()];
  for (const link of links) {
    const key = linkKey(link);
    const [from, to] = [middles.get(link.from), middles.get(link.to)];
    if (from === undefined || to === undefined) continue;
    const path = trail?.links.has(key) === true ? lit : plain;
    const [first, ...rest] = layout.routes.get(key)?.points ?? [from, to];
    if (first === undefined) continue;
    path.moveTo(first.x, first.y);
    for (const point of rest) path.lineTo(point.x, point.y);
  }
  context.lineWidth = 1 / zoom;
  context.strokeStyle = ink;
  context.globalAlpha = trail === undefined ? 0.35 : DIM / 2;
  context.stroke(plain);
  context.globalAlpha = 1;
  context.lineWidth = 2 / zoom;
  context.stroke(lit);
}

function drawBoxes(
  context: CanvasRenderingContext2D,
  { nodes, boxes, layout, trail, marked, ink }: OverviewDrawing,
  zoom: number,
) {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  for (const { id, width, height } of boxes) {
    const place = layout.places.get(id);
    if (place === undefined) continue;
    const hue = kindLook(kinds.get(id) ?? '').hue;
    const strength = trail === undefined || trail.nodes.has(id) ? 0.9 : DIM;
    context.fillStyle = hue === undefined ? 'hsl(220 8% 55%)' : `hsl(${hue} 60% 52%)`;
    // As cards are: where a name is in the box, the hue is at its side.
    context.globalAlpha = zoom >= NAMED ? strength * 0.22 : strength;
    context.fillRect(place.x, place.y, width, height);
    context.globalAlpha = strength;
    if (zoom >= NAMED) context.fillRect(place.x, place.y, 8, height);
    if (!marked.has(id)) continue;
    context.globalAlpha = 1;
    context.strokeStyle = ink;
    context.lineWidth = 3 / zoom;
    context.strokeRect(place.x, place.y, width, height);
  }
  context.globalAlpha = 1;
}

function middle({ places }: Layout, id: string, width: number, height: number) {
  const place = places.get(id);
  return place && { x: place.x + width / 2, y: place.y + height / 2 };
}
