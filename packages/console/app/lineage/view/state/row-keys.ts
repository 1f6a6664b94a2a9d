import type { LineageLink } from '../../graph/lineage-types.js';
import { rowKey } from '../../graph/trail.js';
import type { Columns } from './use-columns.js';

const rowIn = (frame: Element, key: string) => frame.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);

/**
 * Where an arrow leads from a row of a card: up and down to the next one, left and right along what joins it to a row that is drawn. Undefined
 * where that is no row.
 */
export function nextRow(
  row: HTMLElement,
  key: string,
  card: string,
  { links, columns }: { readonly links: readonly LineageLink[]; readonly columns: Columns },
): HTMLElement | undefined {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const other = key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling;
    return other instanceof HTMLElement && other.dataset.row !== undefined ? other : undefined;
  }
  const frame = row.closest('.lineage-canvas');
  const name = row.dataset.row?.slice(card.length + 1);
  if (frame === null) return undefined;
  for (const link of links)
    for (const { from, to, fromMember, toMember } of columns.links.of(link)) {
      const isDown = key === 'ArrowRight' && from === card && fromMember === name;
      const isUp = key === 'ArrowLeft' && to === card && toMember === name;
      const other = isDown ? rowKey(to, toMember ?? '') : isUp ? rowKey(from, fromMember ?? '') : undefined;
      const found = other === undefined ? null : rowIn(frame, other);
      if (found !== null) return found;
    }
  return undefined;
}

/** The first row of a card, where it shows any. */
export function firstRow(frame: Element | null, card: string): HTMLElement | undefined {
  const face = frame?.querySelector(`[data-card="${CSS.escape(card)}"]`);
  return face?.closest('.lineage-card')?.querySelector<HTMLElement>('[data-row]') ?? undefined;
}
