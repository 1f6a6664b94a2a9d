import { type RefObject, type SyntheticEvent, useRef } from 'react';
import type { LineageLink } from '../../graph/lineage-types.js';
import { trailOfNode, trailOfRow } from '../../graph/trail.js';
import { usePicture } from './picture-context.js';

/** Whoever rests on a column so long wants to know all of its way. */
const RESTS_MS = 80;

export interface Hover {
  readonly at: (event: SyntheticEvent) => void;
  readonly away: () => void;
}

/**
 * Lights the way of what is pointed at, or has the focus; what comes under a pointer that rests is not pointed at. Of a column first what is told by the cards that are there, then all that the
 * service knows.
 */
export function useHover(frame: RefObject<HTMLElement | null>, links: readonly LineageLink[]): Hover {
  const { trails, columns } = usePicture();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const at = useRef<string>(undefined);
  const lightRow = (card: string, row: string) => {
    const name = row.slice(card.length + 1);
    trails.hover(trailOfRow(links, columns.links, card, name));
    timer.current = setTimeout(async () => {
      const whole = await columns.trails.of(card, name);
      if (whole !== undefined && at.current === row) trails.hover(whole);
    }, RESTS_MS);
  };
  return {
    at({ target }) {
      if (frame.current?.hasAttribute('data-moving')) return;
      const element = target as Element;
      const row = element.closest<HTMLElement>('[data-row]')?.dataset.row;
      const card = element.closest('.lineage-card')?.querySelector<HTMLElement>('[data-card]')?.dataset.card;
      if (at.current === (row ?? card) && at.current !== undefined) return;
      clearTimeout(timer.current);
      at.current = row ?? card;
      if (card === undefined) return trails.hover(undefined);
      if (row === undefined) return trails.hover(trailOfNode(links, card));
      lightRow(card, row);
    },
    away() {
      clearTimeout(timer.current);
      at.current = undefined;
      trails.hover(undefined);
    },
  };
}
