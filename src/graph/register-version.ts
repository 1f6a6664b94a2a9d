import type { Transaction } from '../platform/database/transaction.js';
import type { GraphWriter, NodeMetadata } from './edges/graph-writer.js';
import type { Caller } from './nodes/caller.js';
import type { GraphNode } from './nodes/graph-node.js';
import type { NodeKind } from './nodes/kinds/node-kind.js';
import type { NodeStore } from './nodes/storage/node-store.js';
import { findByOrigin, noteOrigin } from './origins/origin.sql.js';

/** A state that something is in, which becomes its next version unless it is that of the newest one. */
export interface CandidateVersion<T extends GraphNode> {
  readonly kind: NodeKind;
  readonly type: new () => T;
  readonly parent: { readonly id: string; readonly name: string };
  readonly metadata: NodeMetadata;
  /** What it is known by where it came from: what has it already is that version, whatever was registered since. */
  readonly origin?: string | null | undefined;
  isSame(newest: T): boolean | Promise<boolean>;
  /** Adds the version with `append`, which gives the id of its node, and writes what belongs to it. Nobody else adds one meanwhile. */
  write(append: () => Promise<string>): Promise<void>;
}

export interface RegisteredVersion {
  readonly id: string;
  /** False when the newest version was the same, or another one came from there. */
  readonly created: boolean;
}

/** Registers a version once: whoever registers the same again, also at the same time, is given the one that there is. */
export async function registerVersion<T extends GraphNode>(
  tx: Transaction,
  { nodes, writer }: { readonly nodes: NodeStore; readonly writer: GraphWriter },
  caller: Caller,
  candidate: CandidateVersion<T>,
): Promise<RegisteredVersion> {
  const { parent } = candidate;
  const origin = candidate.origin ?? undefined;
  const newestId = await writer.lockForNewVersion(tx, parent.id);
  const known = origin === undefined ? undefined : await findByOrigin(tx, parent.id, origin);
  if (known !== undefined) return { id: known, created: false };
  const registered = await registerAfter(newestId, tx, { nodes, writer }, caller, candidate);
  if (origin !== undefined) await noteOrigin(tx, parent.id, origin, registered.id);
  return registered;
}

async function registerAfter<T extends GraphNode>(
  newestId: string | undefined,
  tx: Transaction,
  { nodes, writer }: { readonly nodes: NodeStore; readonly writer: GraphWriter },
  caller: Caller,
  candidate: CandidateVersion<T>,
): Promise<RegisteredVersion> {
  const { kind, type, parent, metadata } = candidate;
  if (newestId !== undefined) {
    const newest = await nodes.within(tx).get(type, newestId);
    if (await candidate.isSame(newest)) return { id: newestId, created: false };
  }
  let id: string | undefined;
  await candidate.write(async () => {
    const { description, tags, owner } = metadata;
    const version = { kind, name: parent.name, parentId: parent.id, description, tags, owner };
    ({ id } = await writer.appendVersion(tx, caller, version));
    return id;
  });
  if (id === undefined) throw new Error(`a ${kind} of ${parent.name} was not added`);
  return { id, created: true };
}
