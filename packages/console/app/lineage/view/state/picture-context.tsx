import { createContext, useContext, useSyncExternalStore } from 'react';
import type { CardFacts } from '../../ask/card-facts.js';
import type { Notes } from '../../ask/diff-notes.js';
import type { FactsOnSight } from '../../ask/facts-on-sight.js';
import type { Outcome } from '../../graph/impact-words.js';
import type { Change, Side } from '../../graph/lineage-types.js';
import type { Hub } from '../../graph/shown-graph.js';
import type { Flow } from '../../layout/boxes.js';
import type { CardNode, HubNode, PictureEdge } from '../scene-types.js';
import type { TrailStore } from './trail-store.js';
import type { Columns } from './use-columns.js';

export interface Scene {
  readonly nodes: readonly (CardNode | HubNode)[];
  readonly edges: readonly PictureEdge[];
}

/** What cards and edges of one picture share. */
export interface PictureContextValue {
  readonly facts: FactsOnSight;
  readonly trails: TrailStore;
  readonly columns: Columns;
  readonly flow: Flow;
  /** What stands on the canvas, for who saves it. */
  readonly scene: { current: Scene };
  readonly folded: boolean;
  readonly selected: string | undefined;
  /** The one card that the Tab key stops at. */
  readonly stop: string | undefined;
  readonly hidden: ReadonlyMap<string, number>;
  readonly open: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  readonly changes: ReadonlyMap<string, Change>;
  /** What a change would do to which card, where that is asked. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** What is different of each card, where two versions are compared. */
  readonly notes: Notes;
  readonly traffic: ReadonlyMap<string, number>;
  readonly found: ReadonlySet<string>;
  /** Nodes that came a moment ago. */
  readonly arrived: ReadonlySet<string>;
  select(id: string): void;
  /** Draws what is hidden on these sides, or folds them where nothing is. */
  toggle(id: string, ...sides: Side[]): void;
  toggleRows(id: string): void;
  page(hub: Hub, at: number, take?: number): void;
}

export const PictureContext = createContext<PictureContextValue | undefined>(undefined);

export function usePicture(): PictureContextValue {
  const value = useContext(PictureContext);
  if (value === undefined) throw new Error('A card stands outside of a picture');
  return value;
}

/** What is known of a node; asked for as soon as somebody sees it. */
export function useFacts(facts: FactsOnSight, id: string): CardFacts | undefined {
  return useSyncExternalStore(facts.subscribe, () => facts.get(id));
}
