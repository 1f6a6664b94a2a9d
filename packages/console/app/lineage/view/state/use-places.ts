import { useEffect, useRef, useState } from 'react';
import type { Box, Flow, Layout, Line } from '../../layout/boxes.js';
import { anchored, grownBox } from '../../layout/grown-layout.js';
import { keepPlaces } from '../../layout/keep-places.js';
import { LayeredLayout } from '../../layout/layered-layout.js';

export interface Placed extends Layout {
  readonly flow: Flow;
  /** Grows when everything was laid out anew: time to fit the picture into the window. */
  readonly fresh: number;
}

export interface ToPlace {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly flow: Flow;
  /** Another one means that nothing has to stay where it was. */
  readonly origin: unknown;
}

/** Where the cards stand. Until a new layout is there the last one holds; what stood already stays. */
export function usePlaces({ boxes, lines, flow, origin }: ToPlace): Placed | undefined {
  const layout = useRef<LayeredLayout>(undefined);
  const last = useRef<{ placed: Placed; boxes: readonly Box[]; origin: unknown }>(undefined);
  const [placed, setPlaced] = useState<Placed>();
  const key = `${flow} ${boxes.map(({ id, height }) => `${id} ${height}`).join()} ${lines.map(({ from, to }) => `${from} ${to}`).join()}`;
  useEffect(() => {
    layout.current = new LayeredLayout();
    return () => layout.current?.end();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when boxes or lines have changed.
  useEffect(() => {
    if (boxes.length === 0 || layout.current === undefined) return;
    let current = true;
    layout.current.place(boxes, lines, flow).then((fresh) => {
      if (!current) return;
      const old = last.current;
      const stays = old !== undefined && old.origin === origin && old.placed.flow === flow;
      const kept = stays && boxes.some(({ id }) => old.placed.places.has(id));
      const grown = kept ? grownBox(boxes, old.boxes) : undefined;
      const layout =
        grown !== undefined && kept
          ? anchored(fresh, grown.id, old.placed.places)
          : kept
            ? keepPlaces({ boxes, lines, flow }, fresh, old.placed)
            : fresh;
      const next = { ...layout, flow, fresh: (old?.placed.fresh ?? 0) + (kept ? 0 : 1) };
      last.current = { placed: next, boxes, origin };
      setPlaced(next);
    });
    return () => {
      current = false;
    };
  }, [key, origin]);
  return placed;
}
