import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { LARGE_PAGE, PAGE } from '../../graph/shown-graph.js';
import type { HubNode } from '../scene-types.js';
import { usePicture } from '../state/picture-context.js';

/** Stands for the neighbours of a hub that are not drawn, with pages: never all of them at once. */
export const HubCard = memo(function HubCard({ data: { hub, label } }: NodeProps<HubNode>) {
  const { page, flow } = usePicture();
  const { at, take } = hub.window;
  const end = Math.min(at + take, hub.count);
  const word = hub.side === 'UPSTREAM' ? 'upstream' : 'downstream';
  const number = (value: number) => value.toLocaleString('en');
  return (
    <fieldset className="lineage-hub" aria-label={`${hub.count} neighbours ${word} of ${label}`}>
      <Handle
        type={hub.side === 'UPSTREAM' ? 'source' : 'target'}
        position={
          flow === 'RIGHT'
            ? hub.side === 'UPSTREAM'
              ? Position.Right
              : Position.Left
            : hub.side === 'UPSTREAM'
              ? Position.Bottom
              : Position.Top
        }
        isConnectable={false}
      />
      <span className="lineage-hub-title">
        <strong>{number(hub.count)}</strong> {word}, {number(hub.count - (end - at))} not drawn
      </span>
      <span className="lineage-hub-pages nodrag nopan">
        <button
          type="button"
          disabled={at === 0}
          aria-label="Previous"
          onClick={() => page(hub, Math.max(0, at - take))}
        >
          ‹
        </button>
        <span>
          {number(at + 1)}–{number(end)}
        </span>
        <button type="button" disabled={end >= hub.count} aria-label="Next" onClick={() => page(hub, end)}>
          ›
        </button>
        <button type="button" onClick={() => page(hub, at, take >= LARGE_PAGE ? PAGE : LARGE_PAGE)}>
          {take >= LARGE_PAGE ? `${PAGE} a page` : `${LARGE_PAGE} a page`}
        </button>
      </span>
    </fieldset>
  );
});
