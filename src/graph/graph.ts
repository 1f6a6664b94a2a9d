import type { Database } from '../platform/database/database.js';
import type { GraphWriter } from './edges/graph-writer.js';
import type { NodeReads } from './node-reads.js';
import type { KindRegistry } from './nodes/kind-registry.js';
import type { NodeStore } from './nodes/node-store.js';
import type { Quotas } from './nodes/quotas.js';
import type { References } from './references/references.js';

/** What the kernel offers the rooms. */
export interface Graph {
  readonly kinds: KindRegistry;
  readonly nodes: NodeStore;
  readonly references: References;
  readonly writer: GraphWriter;
  readonly reads: NodeReads;
  /** How much projects may hold. */
  readonly quotas: Quotas;
}

/** What most rooms stand on. */
export interface OnGraph {
  readonly database: Database;
  readonly graph: Graph;
}
