import { useStore } from '@xyflow/react';
import { useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ShownGraph } from '../../graph/shown-graph.js';
import type { Box } from '../../layout/boxes.js';
import { usePicture } from '../state/picture-context.js';
import type { Placed } from '../state/use-places.js';
import { groupsOf } from './draw-names.js';
import { drawOverview } from './draw-overview.js';

export interface OverviewProps {
  readonly shown: ShownGraph;
  readonly boxes: readonly Box[];
  readonly placed: Placed;
}

/** What is seen from so far away that nothing can be read: shapes and colours; a click goes nearer. */
export function Overview({ shown, boxes, placed }: OverviewProps) {
  const { trails, selected, found } = usePicture();
  const canvas = useRef<HTMLCanvasElement>(null);
  const transform = useStore((state) => state.transform);
  const size = useStore(({ width, height }) => `${width} ${height}`);
  const trail = useSyncExternalStore(trails.subscribe, trails.trail);
  const groups = useMemo(() => groupsOf(shown.nodes, boxes, placed.places), [shown, boxes, placed]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size empties the canvas.
  useLayoutEffect(() => {
    if (canvas.current === null) return;
    const marked = new Set([...found, ...(selected === undefined ? [] : [selected])]);
    const { color: ink, backgroundColor: ground } = getComputedStyle(
      canvas.current.closest('.lineage') ?? canvas.current,
    );
    const { nodes, links } = shown;
    drawOverview(canvas.current, {
      nodes,
      links,
      boxes,
      layout: placed,
      trail,
      marked,
      transform,
      groups,
      ink,
      ground,
    });
  }, [shown, boxes, placed, trail, selected, found, transform, groups, size]);
  return (
    <canvas ref={canvas} className="lineage-overview" role="img" aria-label={`${shown.nodes.length} nodes from afar`} />
  );
}
