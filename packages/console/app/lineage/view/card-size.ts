import type { Box } from '../layout/boxes.js';

export const CARD = { width: 212, height: 60, row: 20, most: 14, padding: 10 } as const;
export const HUB_CARD = { width: 212, height: 74 } as const;

/** How large a card is: known before it is drawn, so that nothing jumps when its facts come. */
export function cardSize(id: string, rowCount: number): Box {
  const lines = Math.min(rowCount, CARD.most) + (rowCount > CARD.most ? 1 : 0);
  return { id, width: CARD.width, height: CARD.height + (lines === 0 ? 0 : lines * CARD.row + CARD.padding) };
}

const LONGEST = 120;

/** Text of other people, as much of it as anybody reads: a name of a megabyte is no reason to draw one. */
export function shortened(text: string, most = LONGEST): string {
  return text.length <= most ? text : `${text.slice(0, Math.ceil(most / 2))}…${text.slice(-Math.floor(most / 2) + 1)}`;
}
