import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { groupBy } from '../../platform/group-by.js';
import type { FrozenGraph, FrozenNode } from '../diff/frozen-graph.js';

/** What was made of data: a model learnt from all that lies behind it. Experiments, services and other models are not looked behind. */
const THROUGH: ReadonlySet<string> = new Set(['DATASET_VERSION', 'RUN']);
/** A signature says what is read later, and nothing of what was learnt from. */
const NOT_LEARNT: ReadonlySet<string> = new Set([EdgeKind.SIGNATURE, EdgeKind.VERSION_OF, EdgeKind.CHILD_OF]);

/*   airport_traffic@1 ─▶ run ─▶ winter_flights@1 ──TRAINED_ON──▶ flight_delay@4
 *   airport_traffic@2 ──SIGNATURE──▶ flight_delay@4            it learnt from @1, and reads @2   */

/** The feature set versions that a model version learnt from, through runs and dataset versions, as was frozen with it. */
export function trainedOn({ root, nodes, edges }: FrozenGraph): readonly FrozenNode[] {
  const into = groupBy(edges, ({ to }) => to);
  const seen = new Set([root]);
  const found = new Set<FrozenNode>();
  // It grows while it is gone through.
  for (const id of seen) {
    for (const { from, kind } of into.get(id) ?? []) {
      const node = nodes.get(from);
      if (node === undefined || NOT_LEARNT.has(kind) || seen.has(from)) continue;
      if (node.kind === 'FEATURE_SET_VERSION') found.add(node);
      if (THROUGH.has(node.kind)) seen.add(from);
    }
  }
  return [...found];
}
