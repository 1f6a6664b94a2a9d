import type { LineageLink, LineageNode } from '../../graph/lineage-types.js';
import type { Trail } from '../../graph/trail.js';
import type { Box, Layout } from '../../layout/boxes.js';
import type { NamedGroup } from './draw-names.js';

/** What is drawn of a picture from afar, and how. */
export interface OverviewDrawing {
  readonly nodes: readonly LineageNode[];
  readonly links: readonly LineageLink[];
  readonly boxes: readonly Box[];
  readonly layout: Layout;
  readonly trail: Trail | undefined;
  readonly marked: ReadonlySet<string>;
  /** x, y and zoom of the picture in the window. */
  readonly transform: readonly [number, number, number];
  readonly groups: readonly NamedGroup[];
  /** The colours of the page. */
  readonly ink: string;
  readonly ground: string;
}
