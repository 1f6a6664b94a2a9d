import { MarkerType, Position } from '@xyflow/react';
import type { Difference } from '../ask/load-diff.js';
import type { Folded } from '../graph/fold-versions.js';
import { linkKey, sideKey } from '../graph/lineage-types.js';
import type { ShownGraph } from '../graph/shown-graph.js';
import type { Box, Flow, Layout, Line, Places } from '../layout/boxes.js';
import { cardSize, HUB_CARD } from './card/card-size.js';
import { rowHandles, rowLines } from './row-lines.js';
import type { CardNode, HubNode, PictureEdge } from './scene-types.js';
import type { Columns } from './state/use-columns.js';

export interface Drawing {
  readonly shown: ShownGraph;
  readonly folded: ReadonlyMap<string, Folded>;
  readonly rows: ReadonlySet<string>;
  readonly columns: Columns;
  readonly difference: Difference | undefined;
}

/** What is to be laid out: a box per card and per summary of a hub. */
export function boxesOf({ shown, rows, columns, difference }: Drawing): { boxes: Box[]; lines: Line[] } {
  const cards = shown.nodes.map(({ id }) =>
    cardSize(id, rows.has(id) ? columns.rowsOf(id).total : 0, difference?.notes.get(id)?.length),
  );
  const hubs = shown.hubs.map(({ id, side }) => ({ id: hubId(id, side), ...HUB_CARD }));
  const ties = shown.hubs.map(({ id, side }) =>
    side === 'UPSTREAM'
      ? { id: `tie ${hubId(id, side)}`, from: hubId(id, side), to: id }
      : { id: `tie ${hubId(id, side)}`, from: id, to: hubId(id, side) },
  );
  const links = shown.links.map((link): Line => {
    const { from, to, kind } = link;
    return { id: linkKey(link), from, to, ...(kind === 'BINDING' && { label: LABEL }) };
  });
  // Ids grow with time: the same graph is laid out in the same order, in whichever its parts were fetched.
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
  return { boxes: [...cards, ...hubs].sort(byId), lines: [...links, ...ties].sort(byId) };
}

/** A share of traffic and a rate. */
const LABEL = { width: 92, height: 18 };

const hubId = (id: string, side: 'UPSTREAM' | 'DOWNSTREAM'): string => `hub ${sideKey(id, side)}`;

/** Cards where they stand, each with its size and the places of its handles, so that nothing has to be measured. */
export function nodesOf(drawing: Drawing, boxes: readonly Box[], places: Places, flow: Flow): (CardNode | HubNode)[] {
  const hubs = new Map(drawing.shown.hubs.map((hub) => [hubId(hub.id, hub.side), hub]));
  const cards = new Map(drawing.shown.nodes.map((node) => [node.id, node]));
  return boxes.flatMap((box): (CardNode | HubNode)[] => {
    const position = places.get(box.id);
    const [node, hub] = [cards.get(box.id), hubs.get(box.id)];
    if (position === undefined) return [];
    const { id, width, height } = box;
    const shared = {
      id,
      position,
      width,
      height,
      measured: { width, height },
      handles: [...handles(box, flow), ...rowHandles(drawing, box)],
      style: REACHABLE,
    };
    if (hub !== undefined)
      return [{ ...shared, type: 'hub', data: { hub, label: cards.get(hub.id)?.label ?? hub.id } }];
    return node === undefined ? [] : [{ ...shared, type: 'card', data: { node, folded: drawing.folded.get(id) } }];
  });
}

/** Nothing is selected by the library, which would make what can't be selected deaf. */
const REACHABLE = { pointerEvents: 'all' } as const;

function handles({ width, height }: Box, flow: Flow) {
  const middle = { x: width / 2, y: Math.min(height, 60) / 2, width: 1, height: 1 };
  return flow === 'RIGHT'
    ? [
        { ...middle, type: 'target' as const, position: Position.Left, x: 0 },
        { ...middle, type: 'source' as const, position: Position.Right, x: width },
      ]
    : [
        { ...middle, type: 'target' as const, position: Position.Top, y: 0 },
        { ...middle, type: 'source' as const, position: Position.Bottom, y: height },
      ];
}

const arrow = (color: string) =>
  ({ type: MarkerType.ArrowClosed, width: 12, height: 12, color, markerUnits: 'userSpaceOnUse' }) as const;
const ARROW = arrow('var(--lineage-arrow)');
const TRAFFIC_ARROW = arrow('hsl(340 60% 55%)');

export function edgesOf(drawing: Drawing, { places, routes, flow }: Layout & { readonly flow: Flow }): PictureEdge[] {
  const { shown, difference } = drawing;
  const edges = shown.links.flatMap((link): PictureEdge[] => {
    const id = linkKey(link);
    const data = { link, change: difference?.links.get(id), route: routes.get(id) };
    const markerEnd = link.kind === 'BINDING' ? TRAFFIC_ARROW : ARROW;
    const whole = { id, type: 'lineage' as const, source: link.from, target: link.to, data, markerEnd };
    return [whole, ...rowLines(link, drawing, places, flow)];
  });
  const ties = shown.hubs.map(({ id, side }): PictureEdge => {
    const [source, target] = side === 'UPSTREAM' ? [hubId(id, side), id] : [id, hubId(id, side)];
    const link = { from: source, to: target, kind: 'HUB' };
    return {
      id: `${source} ${target}`,
      type: 'lineage',
      source,
      target,
      data: { link, change: undefined, route: routes.get(`tie ${hubId(id, side)}`) },
    };
  });
  return [...edges, ...ties];
}
