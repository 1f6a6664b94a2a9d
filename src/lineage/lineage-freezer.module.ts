import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import type { FreezeLineage } from '../models/versions/register-model-version.js';
import { createLineageFreezer } from './frozen/freeze-lineage.js';

/** Models freeze lineage, which a room behind them knows how to. */
export const LINEAGE_FREEZER: Room<OnGraph, { readonly freezeLineage: FreezeLineage }> = {
  open: ({ graph }) => ({ offers: { freezeLineage: createLineageFreezer(graph) } }),
};
