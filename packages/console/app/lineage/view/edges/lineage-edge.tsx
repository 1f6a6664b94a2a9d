import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, useSyncExternalStore } from 'react';
import { linkKey } from '../../graph/lineage-types.js';
import { columnLinkKey } from '../../graph/trail.js';
import { roundedPath } from '../../layout/rounded-path.js';
import type { PictureEdge } from '../scene-types.js';
import { usePicture } from '../state/picture-context.js';
import { rate, trafficPercent, widthOf } from './traffic-width.js';

/** An arrow downstream. One that carries traffic is as wide as its share of it. */
export const LineageEdge = memo(function LineageEdge({ data, ...ends }: EdgeProps<PictureEdge>) {
  const { trails, traffic } = usePicture();
  const link = data?.link;
  const row = data?.row;
  const lit = useSyncExternalStore(trails.subscribe, () => {
    const trail = trails.trail();
    if (trail === undefined || link === undefined) return false;
    if (row === undefined) return trail.links.has(linkKey(link));
    return trail.columnLinks.has(columnLinkKey(row));
  });
  const [bezier, middleX, middleY] = getBezierPath(ends);
  const route = data?.route;
  const path = route === undefined ? bezier : roundedPath(route.points);
  const { x: labelX, y: labelY } = route?.label ?? { x: middleX, y: middleY };
  const percent = trafficPercent(link);
  const perMinute = link === undefined ? undefined : traffic.get(link.from);
  return (
    <>
      <BaseEdge
        path={path}
        className="lineage-edge"
        data-kind={link?.kind}
        data-lit={lit || undefined}
        data-change={data?.change}
        data-row={row === undefined ? undefined : 'row'}
        style={{ strokeWidth: widthOf(percent, perMinute) }}
        {...(ends.markerEnd !== undefined && { markerEnd: ends.markerEnd })}
      />
      {percent === undefined ? null : (
        <EdgeLabelRenderer>
          <span
            className="lineage-edge-label"
            data-lit={lit || undefined}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {percent} %{perMinute === undefined || perMinute === 0 ? '' : ` · ${rate(perMinute)}`}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
