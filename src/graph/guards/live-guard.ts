import type { Transaction } from '../../platform/database/transaction.js';
import type { Caller } from '../nodes/caller.js';
import type { KindRegistry } from '../nodes/kinds/kind-registry.js';
import type { NodeStore } from '../nodes/storage/node-store.js';
import type { Override } from './override.js';

/** The way out where a node itself is in danger. */
export const OUT_OF_USE =
  'Take that out of use first: undeploy it, redeploy without it, or delete the feature service that lists it.';

/** Something that is about to be done to nodes that others depend on. */
export interface Danger {
  /** What the refusal begins with: `DATASET_VERSION "flights@1" can't be deleted`. */
  readonly what: string;
  readonly of: Endangered;
  /** What else can be done. */
  readonly wayOut: string;
  readonly override: Override | null | undefined;
}

export type Endangered =
  /** Whatever depends on the node at all, at any depth. It, and what belongs to it, goes away itself where it `isDeleted`. */
  | { readonly node: string; readonly isDeleted: boolean }
  /** What reads these columns or features: computed from them, or in a signature that has them. */
  | { readonly members: readonly { readonly id: string; readonly member: string }[] };

/**
 * Throws FAILED_PRECONDITION, naming what would break and how it is reached, where something live is in danger and there is no override;
 * with one it is noted in the change of the transaction. Throws FAILED_PRECONDITION too where not everything could be looked at. To be asked
 * under the locks that keep others from going live meanwhile (docs/locks.md). A room behind this one knows how.
 */
export type GuardLive = (
  tx: Transaction,
  graph: { readonly kinds: KindRegistry; readonly nodes: NodeStore },
  caller: Caller,
  danger: Danger,
) => Promise<void>;
