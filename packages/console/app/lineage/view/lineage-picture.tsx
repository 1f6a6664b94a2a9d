import '@xyflow/react/dist/base.css';
import './lineage.css';
import './card/card.css';
import './card/chips.css';
import './card/rows-and-hubs.css';
import './edges/edges.css';
import './panels/below.css';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Ask } from '../ask/ask.js';
import { FactsOnSight } from '../ask/facts-on-sight.js';
import type { Follow } from '../ask/follow-lineage.js';
import type { LineageNode } from '../graph/lineage-types.js';
import { trailOfNode } from '../graph/trail.js';
import type { Flow } from '../layout/boxes.js';
import { Canvas } from './canvas.js';
import { Inspector } from './panels/inspector.js';
import { LineageTable } from './panels/lineage-table.js';
import { TimeSlider } from './panels/time-slider.js';
import { Toolbar } from './panels/toolbar.js';
import type { ChangeView, PictureView } from './picture-view.js';
import type { PictureSource } from './state/begin-lineage.js';
import { PictureContext, type Scene } from './state/picture-context.js';
import { TrailStore } from './state/trail-store.js';
import { useColumns } from './state/use-columns.js';
import { useImpact } from './state/use-impact.js';
import { useLineage } from './state/use-lineage.js';
import { usePaths } from './state/use-paths.js';
import { usePicturing } from './state/use-picturing.js';
import { useTraffic } from './state/use-traffic.js';
import { useShown } from './use-shown.js';

export interface LineagePictureProps {
  readonly ask: Ask;
  readonly follow: Follow;
  readonly source: PictureSource;
  readonly view: PictureView;
  readonly change: ChangeView;
  /** Shows a query where it can be run. */
  readonly onQuery: (query: string, variables: object) => void;
  /** The page of a node alone. */
  readonly pageOf: (label: string) => string;
  /** Is told what the picture begins with. */
  readonly tellRoots?: (roots: readonly LineageNode[]) => void;
  /** The key that leads to the search in the graph: another one where `/` searches everything. */
  readonly findKey?: string;
}

/** A graph of lineage that one walks through, wherever it stands: beside the editor, or alone. */
export function LineagePicture(props: LineagePictureProps) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}

function Picture({
  ask,
  follow,
  source,
  view,
  change,
  onQuery,
  pageOf,
  tellRoots,
  findKey = '/',
}: LineagePictureProps) {
  const facts = useMemo(() => new FactsOnSight(ask), [ask]);
  const trails = useMemo(() => new TrailStore(), []);
  const scene = useRef<Scene>({ nodes: [], edges: [] });
  const root = useRef<HTMLElement>(null);
  const lineage = useLineage({ ask, follow, facts, source, view });
  const paths = usePaths({ ask, view, lineage });
  const impact = useImpact({ ask, view, lineage });
  const { loaded, windows, difference } = lineage;
  const [search, setSearch] = useState('');
  // Only a card that shows its rows has another size when its facts are known.
  const known = useSyncExternalStore(facts.subscribe, () => (view.rows.length === 0 ? 0 : facts.snapshot()));

  const { shown, folded } = useShown({ lineage, paths, impact, view });
  const flow = useFlow(root, view.flow);
  const traffic = useTraffic(ask, shown.nodes, view.asOf !== undefined);
  const rows = useMemo(() => new Set(view.rows), [view.rows]);
  const columns = useColumns({ ask, facts, source, view, shown, loaded });
  const found = useMemo(() => findIn(loaded?.nodes.values(), search), [loaded, search]);

  const origin = loaded?.roots;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes later changes nothing of where it begins.
  useEffect(() => {
    if (origin !== undefined) tellRoots?.(origin.flatMap((id) => loaded?.nodes.get(id) ?? []));
  }, [origin, tellRoots]);
  useEffect(() => {
    // What is not drawn lights nothing, and dims nothing.
    const selected = view.from === undefined ? shown.nodes.find(({ id }) => id === view.selected)?.id : undefined;
    trails.fix(
      paths.trail ?? impact.trail ?? (selected === undefined ? undefined : trailOfNode(shown.links, selected)),
    );
  }, [trails, paths.trail, impact.trail, view.selected, view.from, shown]);

  const context = usePicturing({
    facts,
    trails,
    columns,
    scene,
    flow,
    view,
    change,
    shown,
    windows,
    difference,
    traffic,
    rows,
    found,
    arrived: lineage.arrived,
    outcomes: impact.outcomes,
  });
  return (
    <PictureContext value={context}>
      <section ref={root} className="lineage" aria-label="Lineage" data-flow={flow}>
        <Toolbar
          {...{ view, change, onQuery, shown, source, search, found, lineage, findKey }}
          onSearch={setSearch}
          nodes={loaded?.nodes}
        />
        {lineage.problem === undefined ? null : (
          <p role="alert" className="lineage-problem">
            {lineage.problem}
          </p>
        )}
        {view.table ? (
          <LineageTable shown={shown} facts={facts} />
        ) : (
          <Canvas
            waiting={lineage.problem === undefined}
            {...{ shown, folded, rows, columns, difference, flow, view, change, known }}
            origin={origin}
          />
        )}
        <TimeSlider ask={ask} nodes={loaded?.nodes} asOf={view.asOf} change={change} />
        <Inspector {...{ view, change, facts, pageOf, difference, paths, impact, loaded }} />
      </section>
    </PictureContext>
  );
}

/** Below this a picture from left to right would be too small to read. */
const NARROW = 720;

function useFlow(root: React.RefObject<HTMLElement | null>, chosen: Flow | undefined): Flow {
  const [narrow, setNarrow] = useState(() => window.innerWidth < NARROW);
  useEffect(() => {
    if (root.current === null) return;
    const observer = new ResizeObserver(([entry]) => setNarrow((entry?.contentRect.width ?? 0) < NARROW));
    observer.observe(root.current);
    return () => observer.disconnect();
  }, [root]);
  return chosen ?? (narrow ? 'DOWN' : 'RIGHT');
}

function findIn(nodes: Iterable<{ id: string; label: string }> | undefined, text: string): ReadonlySet<string> {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return new Set();
  return new Set([...(nodes ?? [])].filter(({ label }) => label.toLowerCase().includes(wanted)).map(({ id }) => id));
}
