import { getBezierPath, Position } from '@xyflow/react';
import type { Change } from '../../graph/lineage-types.js';
import type { Flow } from '../../layout/boxes.js';
import { roundedPath } from '../../layout/rounded-path.js';
import { CARD } from '../card/card-size.js';
import { trafficPercent, widthOf } from '../edges/traffic-width.js';
import type { CardNode, HubNode, PictureEdge } from '../scene-types.js';

type Cards = ReadonlyMap<string, CardNode | HubNode>;

/** As on the screen: what only one of two versions has, or both have otherwise. */
export const CHANGE_COLOURS: Readonly<Record<Change, string>> = {
  ADDED: 'hsl(140 60% 40%)',
  REMOVED: 'hsl(0 70% 50%)',
  CHANGED: 'hsl(38 90% 50%)',
};

/** An edge as a part of an SVG; a line from column to column begins and ends at its rows. */
export function edgeSvg(edge: PictureEdge, byId: Cards, flow: Flow): string {
  const { source, target, data } = edge;
  const [from, to] = [byId.get(source), byId.get(target)];
  if (from === undefined || to === undefined) return '';
  if (data?.row !== undefined) return rowSvg(edge, from, to);
  const right = flow === 'RIGHT';
  const [straight, labelX, labelY] = getBezierPath({
    sourceX: from.position.x + (right ? (from.width ?? 0) : (from.width ?? 0) / 2),
    sourceY: from.position.y + (right ? CARD.height / 2 : (from.height ?? 0)),
    sourcePosition: right ? Position.Right : Position.Bottom,
    targetX: to.position.x + (right ? 0 : (to.width ?? 0) / 2),
    targetY: to.position.y + (right ? CARD.height / 2 : 0),
    targetPosition: right ? Position.Left : Position.Top,
  });
  const path = data?.route === undefined ? straight : roundedPath(data.route.points);
  const change = data?.change;
  const percent = trafficPercent(data?.link);
  if (percent === undefined) {
    const dashes = change === 'REMOVED' ? ' stroke-dasharray="6 4"' : '';
    return line(path, change === undefined ? '#8a94a6' : CHANGE_COLOURS[change], 1.5, dashes);
  }
  const { x, y } = data?.route?.label ?? { x: labelX, y: labelY };
  return `${line(path, 'hsl(340 60% 55%)', widthOf(percent))}
<text x="${x}" y="${y - 8}" font-size="12" font-weight="600" text-anchor="middle">${percent} %</text>`;
}

const line = (path: string, colour: string, width: number, more = '') =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"${more}/>`;

function rowSvg({ sourceHandle, targetHandle }: PictureEdge, from: CardNode | HubNode, to: CardNode | HubNode): string {
  const begin = from.handles?.find(({ id, type }) => id === sourceHandle && type === 'source');
  const end = to.handles?.find(({ id, type }) => id === targetHandle && type === 'target');
  if (begin === undefined || end === undefined) return '';
  const [path] = getBezierPath({
    sourceX: from.position.x + begin.x,
    sourceY: from.position.y + begin.y,
    sourcePosition: begin.position,
    targetX: to.position.x + end.x,
    targetY: to.position.y + end.y,
    targetPosition: end.position,
  });
  return line(path, 'hsl(160 55% 42%)', 1.2, ' stroke-opacity="0.6"');
}
