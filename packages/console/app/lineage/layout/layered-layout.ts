import type { ElkExtendedEdge } from 'elkjs';
import ELK from 'elkjs/lib/elk-api.js';
import elkWorkerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Box, Flow, Layout, Line, Place } from './boxes.js';
import { plainLayout } from './plain-layout.js';

/** Beyond this the finer steps would take seconds, for a picture that nobody sees in whole. */
const MANY = 300;

function pointsOf({ sections = [] }: ElkExtendedEdge): readonly Place[] {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
}

function labelOf({ labels: [label] = [] }: ElkExtendedEdge): Place | undefined {
  if (label === undefined) return undefined;
  const { x = 0, y = 0, width = 0, height = 0 } = label;
  return { x: x + width / 2, y: y + height / 2 };
}

/** Has the worker's script at hand before there is anything to lay out: it is larger than the page. */
export function fetchLayout(): void {
  void fetch(elkWorkerUrl).catch(() => undefined);
}

const newElk = () => new ELK({ workerFactory: () => new Worker(elkWorkerUrl) });

/** Longer than that nobody looks at nothing. */
const LONGEST_MS = 6_000;

/** Lays out in layers, in a worker of its own: however long it takes, the page stays fluid. */
export class LayeredLayout {
  private elk = newElk();

  /** What it can't lay out in time, or at all, stands in plain layers. */
  async place(boxes: readonly Box[], lines: readonly Line[], flow: Flow): Promise<Layout> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), LONGEST_MS);
    });
    const layout = await Promise.race([this.layered(boxes, lines, flow).catch(() => undefined), late]);
    clearTimeout(timer);
    if (layout !== undefined) return layout;
    // It would go on, and let what comes next wait.
    this.elk.terminateWorker();
    this.elk = newElk();
    return plainLayout(boxes, lines, flow);
  }

  private async layered(boxes: readonly Box[], lines: readonly Line[], flow: Flow): Promise<Layout> {
    const many = boxes.length > MANY;
    const { children = [], edges = [] } = await this.elk.layout({
      id: 'root',
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': flow,
        'elk.spacing.nodeNode': flow === 'RIGHT' ? '22' : '28',
        'elk.layered.spacing.nodeNodeBetweenLayers': flow === 'RIGHT' ? '44' : '40',
        'elk.spacing.componentComponent': '50',
        // The same graph gives the same picture, in whichever order its parts were fetched.
        'elk.layered.considerModelOrder.strategy': 'PREFER_NODES',
        'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
        'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
        'elk.edgeRouting': 'ORTHOGONAL',
        'elk.spacing.edgeNode': '16',
        'elk.layered.spacing.edgeNodeBetweenLayers': '20',
        'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
        'elk.layered.thoroughness': many ? '1' : '7',
      },
      children: boxes.map((box) => ({ ...box })),
      edges: lines.map(({ id, from, to, label }) => ({
        id,
        sources: [from],
        targets: [to],
        ...(label !== undefined && {
          labels: [{ ...label, text: ' ', layoutOptions: { 'elk.edgeLabels.inline': 'true' } }],
        }),
      })),
    });
    return {
      places: new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
      routes: new Map(edges.map((edge) => [edge.id, { points: pointsOf(edge), label: labelOf(edge) }])),
    };
  }

  end(): void {
    this.elk.terminateWorker();
  }
}
