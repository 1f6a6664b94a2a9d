import type { Edge, Node } from '@xyflow/react';
import type { Folded } from '../graph/fold-versions.js';
import type { Change, ColumnLink, LineageLink, LineageNode } from '../graph/lineage-types.js';
import type { Hub } from '../graph/shown-graph.js';
import type { Route } from '../layout/boxes.js';

export type CardNode = Node<{ readonly node: LineageNode; readonly folded: Folded | undefined }, 'card'>;

export type HubNode = Node<{ readonly hub: Hub; readonly label: string }, 'hub'>;

export type PictureEdge = Edge<
  {
    readonly link: LineageLink;
    readonly change: Change | undefined;
    /** Around the cards in its way; undefined where it goes straight to where they were moved. */
    readonly route: Route | undefined;
    /** The column and the feature that it joins, where both are drawn. */
    readonly row?: ColumnLink;
  },
  'lineage'
>;
