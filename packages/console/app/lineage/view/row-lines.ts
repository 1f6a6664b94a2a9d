import { Position } from '@xyflow/react';
import type { LineageLink } from '../graph/lineage-types.js';
import { columnLinkKey } from '../graph/trail.js';
import type { Box, Flow, Places } from '../layout/boxes.js';
import { CARD } from './card/card-size.js';
import type { PictureEdge } from './scene-types.js';
import type { Columns } from './state/use-columns.js';

type Side = 'left' | 'right';

/** The end of a line at a side of a row. */
export const rowEnd = (name: string, side: Side): string => `row ${side} ${name}`;

interface Rows {
  /** Cards that show their columns or features. */
  readonly rows: ReadonlySet<string>;
  readonly columns: Columns;
}

/** Where the lines of columns and features begin and end. */
export function rowHandles({ rows, columns }: Rows, { id, width }: Box) {
  const names = rows.has(id) ? columns.rowsOf(id).names : [];
  return names.flatMap((name, index) => {
    const y = CARD.height + CARD.padding / 2 + (index + 0.5) * CARD.row;
    const [left, right] = [
      { id: rowEnd(name, 'left'), y, x: 0, width: 1, height: 1, position: Position.Left },
      { id: rowEnd(name, 'right'), y, x: width, width: 1, height: 1, position: Position.Right },
    ];
    return [left, right].flatMap((end) => [
      { ...end, type: 'source' as const },
      { ...end, type: 'target' as const },
    ]);
  });
}

/** Which column makes which feature or column, where both cards show theirs. */
export function rowLines(link: LineageLink, { rows, columns }: Rows, places: Places, flow: Flow): PictureEdge[] {
  const { from, to } = link;
  if (!rows.has(from) || !rows.has(to)) return [];
  const [near, far] = [new Set(columns.rowsOf(from).names), new Set(columns.rowsOf(to).names)];
  const [begins, ends] = flow === 'RIGHT' ? (['right', 'left'] as const) : sidesOf(places.get(from), places.get(to));
  return columns.links.of(link).flatMap((row): PictureEdge[] => {
    const { fromMember, toMember } = row;
    if (fromMember === null || toMember === null || !near.has(fromMember) || !far.has(toMember)) return [];
    return [
      {
        id: `row ${columnLinkKey(row)}`,
        type: 'lineage',
        source: from,
        target: to,
        sourceHandle: rowEnd(fromMember, begins),
        targetHandle: rowEnd(toMember, ends),
        data: { link, change: undefined, route: undefined, row },
      },
    ];
  });
}

/** Where layers lie below each other, lines leave a card where the other one stands, and go around beside those that are below it. */
function sidesOf(from: { readonly x: number } | undefined, to: { readonly x: number } | undefined): [Side, Side] {
  const apart = (to?.x ?? 0) - (from?.x ?? 0);
  if (apart > CARD.width) return ['right', 'left'];
  if (apart < -CARD.width) return ['left', 'right'];
  return apart < 0 ? ['left', 'left'] : ['right', 'right'];
}
