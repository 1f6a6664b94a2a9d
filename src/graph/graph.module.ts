import type { Database } from '../platform/database/database.js';
import { EdgeRecord } from './edges/edge-record.entity.js';
import { GraphWriter } from './edges/graph-writer.js';
import { NodeLists } from './finding/node-lists.js';
import type { Graph } from './graph.js';
import { NodeResolver } from './graphql/node.resolver.js';
import type { GuardLive } from './guards/live-guard.js';
import { NodeReads } from './node-reads.js';
import { changeNotes } from './nodes/changes/change-notes.js';
import type { ChangeLog } from './nodes/changes/record-change.js';
import { KindRegistry, type NodeKindDefinition } from './nodes/kinds/kind-registry.js';
import { NodeReadings } from './nodes/node-readings.js';
import type { Quotas } from './nodes/quotas.js';
import { NodeRecord } from './nodes/storage/node-record.entity.js';
import { NodeStore } from './nodes/storage/node-store.js';
import { References } from './references/references.js';
import type { Room } from './room.js';

/** The kernel, for the kinds that the rooms define. */
export const GRAPH: Room<
  {
    readonly database: Database;
    readonly kinds: readonly NodeKindDefinition[];
    readonly changeLog: ChangeLog;
    readonly quotas: Quotas;
    readonly guardLive: GuardLive;
  },
  { readonly graph: Graph }
> = {
  entities: [NodeRecord, EdgeRecord],
  open({ database, kinds: definitions, changeLog, quotas, guardLive }) {
    const kinds = new KindRegistry(definitions);
    const nodes = new NodeStore(database, new NodeReadings(database.dataSource, kinds));
    const references = new References(kinds);
    const graph: Graph = {
      kinds,
      nodes,
      references,
      writer: new GraphWriter(kinds, quotas),
      reads: new NodeReads(database, references, new NodeLists({ database, nodes, references, changeLog })),
      quotas,
      changeLog,
      record(tx, caller, action, reason = null) {
        const notes = changeNotes(tx);
        notes.name({ log: changeLog, caller, action, reason });
        return notes;
      },
      guardLive: (tx, caller, danger) => guardLive(tx, graph, caller, danger),
    };
    return {
      offers: { graph },
      resolvers: [new NodeResolver(database, graph)],
    };
  },
};
