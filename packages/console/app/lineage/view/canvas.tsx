import { Background, BackgroundVariant, Controls, ReactFlow, useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Flow } from '../layout/boxes.js';
import { HubCard } from './card/hub-card.js';
import { LineageCard } from './card/lineage-card.js';
import { LineageEdge } from './edges/lineage-edge.js';
import { boxesOf, type Drawing, edgesOf, nodesOf } from './flow-elements.js';
import { Overview } from './overview/overview.js';
import { boundsOf, overviewZoom } from './overview/overview-zoom.js';
import type { ChangeView, PictureView } from './picture-view.js';
import { usePicture } from './state/picture-context.js';
import { useCanvasKeys } from './state/use-canvas-keys.js';
import { calm, useFit } from './state/use-fit.js';
import { useHover } from './state/use-hover.js';
import { usePlaces } from './state/use-places.js';

const NODE_TYPES = { card: LineageCard, hub: HubCard };
const EDGE_TYPES = { lineage: LineageEdge };
/** Farther away than this, cards say their names only. */
const FAR = 0.5;
const NONE: never[] = [];

export interface CanvasProps extends Drawing {
  readonly flow: Flow;
  readonly view: PictureView;
  readonly change: ChangeView;
  /** Whether anything is still to come. */
  readonly waiting: boolean;
  /** Grows with the facts that are known: some change the size of a card. */
  readonly known: number;
  /** The picture is another one when this is. */
  readonly origin: unknown;
}

/** The graph itself: cards in layers, which one pans, zooms, and walks through with the keys. */
export function Canvas({
  shown,
  folded,
  rows,
  columns,
  difference,
  flow,
  view,
  change,
  waiting,
  known,
  origin,
}: CanvasProps) {
  const { trails, scene } = usePicture();
  const { setCenter, screenToFlowPosition } = useReactFlow();
  const frame = useRef<HTMLDivElement>(null);
  const { boxes, placed, nodes, edges } = useElements(
    { shown, folded, rows, columns, difference },
    { flow, known, origin },
  );
  useEffect(() => {
    scene.current = { nodes, edges };
  }, [scene, nodes, edges]);
  const dimmed = useSyncExternalStore(trails.subscribe, () => trails.trail() !== undefined);
  const far = useStore(({ transform }) => transform[2] < FAR);
  const width = useStore((state) => state.width);
  const screen = useStore((state) => state.width * state.height);
  const overviewBelow = useMemo(
    () => overviewZoom(boxes.length, boundsOf(boxes, placed?.places), screen),
    [boxes, placed, screen],
  );
  const overview = useStore(({ transform }) => transform[2] < overviewBelow);
  const fit = useFit(boxes, placed, overviewBelow);
  const onKeyDown = useCanvasKeys({ frame, shown, view, placed, fit });

  const fresh = placed?.fresh;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each fresh layout, and where there is another room for it.
  useEffect(() => {
    if (fresh !== undefined) fit(shown.nodes[0]?.id);
  }, [fresh, width]);

  const hover = useHover(frame, shown.links);
  // While the picture moves, what comes under the pointer is not what somebody points at. A press alone moves nothing.
  const move = (moving: boolean) => {
    if (frame.current?.hasAttribute('data-moving') === moving) return;
    frame.current?.toggleAttribute('data-moving', moving);
    if (moving) hover.away();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset lays its content out in ways of its own.
    <div
      role="group"
      aria-label="The graph"
      // From afar there is no card that could have the focus.
      tabIndex={overview ? 0 : -1}
      ref={frame}
      className="lineage-canvas"
      data-dimmed={dimmed || undefined}
      data-far={far || undefined}
      data-ready={(placed !== undefined && nodes.length > 0) || undefined}
      onKeyDown={onKeyDown}
      onPointerMove={hover.at}
      onPointerLeave={hover.away}
      onFocus={hover.at}
      onBlur={hover.away}
    >
      {placed === undefined && waiting ? <Waiting /> : null}
      {placed !== undefined && overview ? <Overview shown={shown} boxes={boxes} placed={placed} /> : null}
      <ReactFlow
        nodes={overview ? NONE : nodes}
        edges={overview ? NONE : edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        minZoom={0.02}
        maxZoom={2}
        proOptions={{ hideAttribution: true }}
        onMove={() => move(true)}
        onMoveEnd={() => move(false)}
        onPaneClick={({ clientX, clientY }) => {
          const { x, y } = screenToFlowPosition({ x: clientX, y: clientY });
          if (overview) void setCenter(x, y, { zoom: Math.max(0.6, overviewBelow), duration: calm() ? 0 : 200 });
          else change({ selected: undefined });
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1} />
        <Controls showInteractive={false} onFitView={() => fit()} />
      </ReactFlow>
    </div>
  );
}

/** What is drawn, where it stands, and as what React Flow knows it; `placed` once it has been laid out. */
function useElements(drawn: Drawing, { flow, known, origin }: Pick<CanvasProps, 'flow' | 'known' | 'origin'>) {
  const { shown, folded, rows, columns, difference } = drawn;
  const drawing = useMemo(
    () => ({ shown, folded, rows, columns, difference }),
    [shown, folded, rows, columns, difference],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of a card with rows depends on its facts.
  const { boxes, lines } = useMemo(() => boxesOf(drawing), [drawing, rows.size === 0 ? 0 : known]);
  const placed = usePlaces({ boxes, lines, flow, origin });
  const nodes = useMemo(
    () => (placed === undefined ? [] : nodesOf(drawing, boxes, placed.places, placed.flow)),
    [drawing, boxes, placed],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: which rows are joined depends on the facts.
  const edges = useMemo(
    () => (placed === undefined ? [] : edgesOf(drawing, placed)),
    [drawing, placed, rows.size === 0 ? 0 : known],
  );
  return { boxes, placed, nodes, edges };
}

/** The shape of what is coming. */
function Waiting() {
  return (
    <div className="lineage-waiting" role="status" aria-label="The graph is being laid out">
      <span />
      <span />
      <span />
    </div>
  );
}
