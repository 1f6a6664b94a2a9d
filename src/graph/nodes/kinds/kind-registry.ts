import type { Queryable } from '../../../platform/database/queryable.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Caller } from '../caller.js';
import type { GraphNode } from '../graph-node.js';
import type { KnownKinds, NodeKind } from './node-kind.js';

/** Where an alias points; it stays there when the node is deleted, but means nothing any more. */
export interface AliasTarget {
  readonly id: string;
  readonly deleted: boolean;
}

/** `flight_delay@champion`, and what stands in it before and after "@"; all as they are printed. */
export interface AliasedName {
  readonly label: string;
  readonly parent: string;
  readonly alias: string;
}

/** What a room tells the kernel about one kind of node. */
export interface NodeKindDefinition {
  readonly kind: NodeKind;
  /** What it is, for the manual. */
  readonly description: string;
  /** The GraphQL type. Where `hasTable`, also the TypeORM entity of the kind's own table. */
  readonly type: new () => GraphNode;
  readonly hasTable: boolean;
  /** A logical node is what versions belong to; cycles through it are possible (a job that rewrites its input). */
  readonly logical: boolean;
  /** For a kind of versions: what they are versions of. */
  readonly versionOf?: NodeKind;
  /** Nodes found by a movable name: its label → node, for those that are one. */
  readonly findByAlias?: (
    db: Queryable,
    project: string,
    names: readonly AliasedName[],
  ) => Promise<ReadonlyMap<string, AliasTarget>>;
  /** The movable names of the versions of a node, by name. */
  readonly listAliases?: (db: Queryable, parentId: string) => Promise<readonly string[]>;
  /** Of these nodes, the ones in live use: nothing upstream of them may be deleted. */
  readonly findLive?: (db: Queryable, ids: readonly string[]) => Promise<readonly string[]>;
  /** What else has to happen in the transaction that deletes such a node, before it is marked; throws where it must not go. */
  readonly beforeDelete?: (tx: Transaction, caller: Caller, id: string) => Promise<void>;
  /** What a frozen lineage keeps of such nodes beyond what all nodes have: id → plain JSON. */
  readonly loadFacts?: (db: Queryable, ids: readonly string[]) => Promise<ReadonlyMap<string, Record<string, unknown>>>;
}

/** All kinds of the running service. */
export class KindRegistry implements KnownKinds {
  private readonly definitions: ReadonlyMap<string, NodeKindDefinition>;
  readonly names: readonly NodeKind[];

  constructor(readonly all: readonly NodeKindDefinition[]) {
    this.definitions = new Map(all.map((definition) => [definition.kind, definition]));
    this.names = all.map(({ kind }) => kind);
    const twice = this.names.find((kind, index) => this.names.indexOf(kind) !== index);
    if (twice !== undefined) throw new Error(`Two rooms define the kind ${twice}`);
  }

  has(kind: string): kind is NodeKind {
    return this.definitions.has(kind);
  }

  ofType(type: new () => GraphNode): NodeKindDefinition {
    const definition = this.all.find((known) => known.type === type);
    if (definition === undefined) throw new Error(`No room defines a kind of ${type.name}`);
    return definition;
  }

  of(kind: NodeKind): NodeKindDefinition {
    const definition = this.definitions.get(kind);
    if (definition === undefined) throw new Error(`No room defines the kind ${kind}`);
    return definition;
  }
}
