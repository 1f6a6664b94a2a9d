import type { Box, Flow, Layout, Line, Place } from './boxes.js';

const BETWEEN_LAYERS = 90;
const BESIDE = 22;

/** In layers too, but without looking for the fewest crossings: in a moment, whatever the graph. Lines go straight. */
export function plainLayout(boxes: readonly Box[], lines: readonly Line[], flow: Flow): Layout {
  const layers = layersOf(boxes, lines);
  const places = new Map<string, Place>();
  let along = 0;
  for (const layer of layers) {
    const thick = Math.max(0, ...layer.map(({ width, height }) => (flow === 'RIGHT' ? width : height)));
    const wide = layer.reduce((sum, { width, height }) => sum + BESIDE + (flow === 'RIGHT' ? height : width), 0);
    let across = -wide / 2;
    for (const { id, width, height } of layer) {
      places.set(id, flow === 'RIGHT' ? { x: along, y: across } : { x: across, y: along });
      across += BESIDE + (flow === 'RIGHT' ? height : width);
    }
    along += thick + BETWEEN_LAYERS;
  }
  return { places, routes: new Map() };
}

/** Each box behind the last of those that it comes from; what is in a ring stands where the ring was first reached. */
function layersOf(boxes: readonly Box[], lines: readonly Line[]): Box[][] {
  const waitsFor = new Map(boxes.map(({ id }) => [id, 0]));
  const leadsTo = new Map<string, string[]>();
  for (const { from, to } of lines) {
    if (from === to || !waitsFor.has(from) || !waitsFor.has(to)) continue;
    waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
    const ends = leadsTo.get(from);
    if (ends === undefined) leadsTo.set(from, [to]);
    else ends.push(to);
  }
  const layerOf = new Map<string, number>();
  const queue: string[] = [];
  const done = new Set<string>();
  const begin = (id: string) => {
    if (done.has(id)) return;
    done.add(id);
    queue.push(id);
  };
  for (const [id, waiting] of waitsFor) if (waiting === 0) begin(id);
  let next = 0;
  for (const { id: first } of [{ id: undefined }, ...boxes]) {
    if (first !== undefined) begin(first);
    for (; next < queue.length; next++) {
      const id = queue[next] ?? '';
      const layer = layerOf.get(id) ?? 0;
      layerOf.set(id, layer);
      for (const to of leadsTo.get(id) ?? []) {
        if (done.has(to)) continue;
        layerOf.set(to, Math.max(layerOf.get(to) ?? 0, layer + 1));
        const waiting = (waitsFor.get(to) ?? 1) - 1;
        waitsFor.set(to, waiting);
        if (waiting === 0) begin(to);
      }
    }
  }
  const layers = Array.from({ length: Math.max(0, ...new Set(layerOf.values())) + 1 }, (): Box[] => []);
  for (const box of boxes) layers[layerOf.get(box.id) ?? 0]?.push(box);
  return layers;
}
