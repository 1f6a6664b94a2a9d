import type { Box } from '../../layout/boxes.js';

export const CARD = { width: 212, height: 60, row: 20, most: 14, padding: 10, notes: 9 } as const;
export const HUB_CARD = { width: 212, height: 84 } as const;

/** How large a card is: known before it is drawn, so that nothing jumps when its facts come. */
export function cardSize(id: string, rowCount: number, noteCount = 0): Box {
  const lists = [listHeight(rowCount, CARD.most), listHeight(noteCount, CARD.notes)];
  return { id, width: CARD.width, height: CARD.height + lists.reduce((sum, each) => sum + each, 0) };
}

/** Of what is too long to be shown, one line says how much more there is. */
function listHeight(count: number, most: number): number {
  const lines = Math.min(count, most) + (count > most ? 1 : 0);
  return lines === 0 ? 0 : lines * CARD.row + CARD.padding;
}

const LONGEST = 120;

/** Text of other people, as much of it as anybody reads: a name of a megabyte is no reason to draw one. */
export function shortened(text: string, most = LONGEST): string {
  return text.length <= most ? text : `${text.slice(0, Math.ceil(most / 2))}…${text.slice(-Math.floor(most / 2) + 1)}`;
}
