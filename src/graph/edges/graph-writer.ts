import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, conflict, notFound } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { formatName } from '../names/format-ref.js';
import { holdByLabels, insertNodes, type LabelledNode } from '../nodes/bulk/many-nodes.sql.js';
import type { Caller } from '../nodes/caller.js';
import { checkMetadata } from '../nodes/check-metadata.js';
import type { KindRegistry } from '../nodes/kinds/kind-registry.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { holdNodes } from '../nodes/lifecycle/lifecycle.sql.js';
import { describeTombstone, tombstoneDetails } from '../nodes/lifecycle/tombstone.js';
import { selectTombstones } from '../nodes/lifecycle/tombstone.sql.js';
import { newNodeId } from '../nodes/node-id.js';
import type { Quotas } from '../nodes/quotas.js';
import { findNewestVersions, holdByLabel, insertNode, lockNode, takeNextVersion } from '../nodes/storage/node.sql.js';
import { type TagInput, tagRecord } from '../nodes/tag.js';
import { insertEdge, lockCycles, reachesDownstream } from './edge.sql.js';
import { EdgeKind } from './edge-kind.js';

export interface NewEdge {
  readonly src: string;
  readonly dst: string;
  readonly kind: EdgeKind;
  readonly runId?: string;
  readonly attributes?: Record<string, unknown>;
}

/** What people may say about any node when they register it. */
export interface NodeMetadata {
  readonly description?: string | null | undefined;
  readonly tags?: readonly TagInput[] | null | undefined;
  readonly owner?: string | null | undefined;
}

export interface NodeIdentity extends NodeMetadata {
  readonly kind: NodeKind;
  readonly name: string;
  /** The node it belongs to; draws no edge. */
  readonly parentId?: string;
  /** What people write to refer to it; default: its name; null: only its id refers to it. */
  readonly label?: string | null;
}

const ONE_NODE = { nodes: 1 };

/** Draws nodes and edges, inside the transaction of the use case that needs them. */
export class GraphWriter {
  constructor(
    private readonly kinds: KindRegistry,
    private readonly quotas: Quotas,
  ) {}

  /** The id of the living node with this identity, made now if there is none. Safe with parallel writers. */
  async ensureNode(tx: Transaction, caller: Caller, node: NodeIdentity): Promise<{ id: string; created: boolean }> {
    const label = node.label === undefined ? formatName(node.name.normalize()) : node.label;
    // A node deleted between the two statements is looked for, not found, and inserted in the second round.
    for (let round = 0; round < 3; round++) {
      const found = label === null ? undefined : await holdByLabel(tx, caller.project, label, node.kind);
      if (found !== undefined) return { id: found, created: false };
      const id = newNodeId();
      const inserted = await insertNode(tx, { ...this.newNode(caller, node), id, label, version: null });
      if (inserted) {
        this.quotas.add(caller.project, ONE_NODE);
        return { id, created: true };
      }
    }
    throw conflict(`${inQuotes(label ?? node.name)} is being registered and deleted by others right now; try again.`);
  }

  /** The same for many nodes that stand at the top, of whom nothing is said yet, each kind and name once; their ids stand in the order given. */
  async ensureNodes(
    tx: Transaction,
    caller: Caller,
    nodes: readonly Pick<NodeIdentity, 'kind' | 'name'>[],
  ): Promise<string[]> {
    const wanted = nodes.map(({ kind, name }) => ({ kind, name, label: formatName(name.normalize()) }));
    const keyOf = ({ kind, label }: LabelledNode) => `${kind} ${label}`;
    const ids = new Map<string, string>();
    for (let round = 0; round < 3; round++) {
      const missing = wanted.filter((node) => !ids.has(keyOf(node)));
      if (missing.length === 0) break;
      for (const found of await holdByLabels(tx, caller.project, missing)) ids.set(keyOf(found), found.id);
      const absent = missing.filter((node) => !ids.has(keyOf(node)));
      if (absent.length === 0) break;
      this.quotas.demand(caller.project, { nodes: absent.length });
      const made = await insertNodes(tx, {
        project: caller.project,
        createdBy: caller.user,
        nodes: absent.map(({ kind, name, label }) => ({
          id: newNodeId(),
          kind,
          name: name.normalize(),
          label,
          logical: this.kinds.of(kind).logical,
        })),
      });
      for (const node of made) ids.set(keyOf(node), node.id);
      this.quotas.add(caller.project, { nodes: made.length });
    }
    return wanted.map((node) => {
      const id = ids.get(keyOf(node));
      if (id !== undefined) return id;
      throw conflict(`${inQuotes(node.label)} is being registered and deleted by others right now; try again.`);
    });
  }

  /** Makes other registrations of versions of this node wait, and gives the newest version's id, if there is one. */
  async lockForNewVersion(tx: Transaction, parentId: string): Promise<string | undefined> {
    if (!(await lockNode(tx, parentId)))
      throw conflict('What this is a version of was deleted a moment ago; try again.');
    return (await findNewestVersions(tx, [parentId])).get(parentId);
  }

  /** Adds the next version of a node: numbers from 1 without gaps. The parent must be locked by lockForNewVersion. */
  async appendVersion(
    tx: Transaction,
    caller: Caller,
    version: Omit<NodeIdentity, 'label'> & { parentId: string },
  ): Promise<{ id: string; version: number }> {
    const id = newNodeId();
    const number = await takeNextVersion(tx, version.parentId);
    const label = `${formatName(version.name.normalize())}@${number}`;
    await insertNode(tx, { ...this.newNode(caller, version), id, label, version: number });
    this.quotas.add(caller.project, ONE_NODE);
    await insertEdge(tx, { src: version.parentId, dst: id, kind: EdgeKind.VERSION_OF, runId: null, attributes: {} });
    return { id, version: number };
  }

  /**
   * Draws an edge when the transaction is about to commit; drawing it again changes nothing but adds attributes. Throws NOT_FOUND if one of
   * its ends was deleted meanwhile. An edge that closes a cycle fails the transaction with BAD_USER_INPUT, or with what `explain` gives.
   */
  async connect(tx: Transaction, edge: NewEdge, explain?: () => Error): Promise<void> {
    await this.requireLiving(tx, [edge.src, edge.dst]);
    // All who draw edges share one lock. Whoever has it waits for nothing else: no table, no row and no other lock.
    tx.beforeCommit(async () => {
      await lockCycles(tx);
      if (edge.src === edge.dst || (await reachesDownstream(tx, edge.dst, edge.src)))
        throw explain?.() ?? closesCycle(edge.kind);
      await insertEdge(tx, { ...edge, runId: edge.runId ?? null, attributes: edge.attributes ?? {} });
    });
  }

  /** Whoever draws an edge between nodes that were looked up earlier may come after their deletion. */
  private async requireLiving(tx: Transaction, ids: readonly string[]): Promise<void> {
    const living = await holdNodes(tx, ids);
    const gone = ids.find((id) => !living.has(id));
    if (gone === undefined) return;
    const tombstone = (await selectTombstones(tx, [gone]))[0];
    if (tombstone === undefined) throw new Error(`node ${gone} does not exist`);
    throw notFound(`${describeTombstone(tombstone)}.`, tombstoneDetails(tombstone));
  }

  private newNode(caller: Caller, node: Omit<NodeIdentity, 'label'>) {
    checkMetadata(node);
    this.quotas.demand(caller.project, ONE_NODE);
    return {
      kind: node.kind,
      project: caller.project,
      // What two people type alike is one name, however their keyboards compose its letters.
      name: node.name.normalize(),
      parentId: node.parentId ?? null,
      logical: this.kinds.of(node.kind).logical,
      description: node.description ?? null,
      tags: tagRecord(node.tags),
      owner: node.owner ?? null,
      createdBy: caller.user,
    };
  }
}

function closesCycle(kind: EdgeKind): Error {
  return badInput(`This ${kind} edge would close a cycle: what it points to is already upstream of where it begins.`, {
    field: kind.toLowerCase(),
  });
}
