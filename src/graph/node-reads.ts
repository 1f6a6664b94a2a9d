import type { Database } from '../platform/database/database.js';
import { type AskedPage, type PageRequest, pageRequest } from '../platform/database/keyset.js';
import { type Page, pageOf } from '../platform/graphql/lists/connection.js';
import { findNodes } from './finding/find-nodes.sql.js';
import { resolveNodeFilter, type VersionConditions } from './finding/resolve-node-filter.js';
import type { BatchLoad, GraphqlContext } from './graphql/graphql-context.js';
import type { Caller } from './nodes/caller.js';
import type { GraphNode } from './nodes/graph-node.js';
import type { NodeKind } from './nodes/kinds/node-kind.js';
import { type ChildNode, type ListedNode, listNodes, selectChildren } from './nodes/lists/list.sql.js';
import type { ListArguments } from './nodes/lists/list-arguments.js';
import { NodeOrder } from './nodes/lists/node-filter.input.js';
import { findNewestVersions } from './nodes/storage/node.sql.js';
import type { NodeStore } from './nodes/storage/node-store.js';
import type { References } from './references/references.js';
import { findMeantVersions } from './references/references.sql.js';

/** How resolvers read nodes: one by reference, all of a kind, or those that belong to a parent. */
export class NodeReads {
  constructor(
    private readonly database: Database,
    private readonly nodes: NodeStore,
    private readonly references: References,
  ) {}

  /** The node that a reference names, deleted ones by id too; null when there is none. */
  async find<T extends GraphNode>(
    context: GraphqlContext,
    type: new () => T,
    kind: NodeKind,
    ref: string,
  ): Promise<T | null> {
    context.demand('graph:read');
    const found = await this.references.find(this.database, context.project, ref, [kind]);
    return found === null ? null : context.node(type, found.id);
  }

  /** A page of the nodes of one kind that fit. A filter may ask what `room` knows of versions: of these, or of what has one that fits. */
  async list<T extends GraphNode>(
    caller: Caller,
    kind: NodeKind,
    list: ListArguments,
    room?: VersionConditions,
  ): Promise<Page<T>> {
    caller.demand('graph:read');
    const page = pageRequest(list);
    const rows = await this.listed(caller, kind, list, page, room);
    const nodes = await this.nodes.load(rows.map((row) => row.id));
    return pageOf(
      rows,
      page,
      (row) => [row.name, row.id],
      (row) => nodes.get(row.id) as T,
    );
  }

  /** Without a filter the statement is always the same, and kept. */
  private async listed(
    caller: Caller,
    kind: NodeKind,
    { filter, orderBy }: ListArguments,
    page: PageRequest,
    room: VersionConditions | undefined,
  ): Promise<ListedNode[]> {
    const { database: db, references } = this;
    const order = orderBy ?? NodeOrder.NEWEST;
    if (filter == null) return listNodes(db, caller.project, kind, null, order, page, caller.signal);
    const test = await resolveNodeFilter({ db, references, caller, kind }, filter, room);
    const question = { project: caller.project, kind, test, includeDeleted: filter.includeDeleted === true };
    return findNodes(db, question, order, page, caller.signal);
  }

  /** A page of what belongs to a parent, newest first. Parents asked for together share one statement. */
  async children<T extends GraphNode>(
    context: GraphqlContext,
    parentId: string,
    kind: NodeKind,
    list: AskedPage,
  ): Promise<Page<T>> {
    context.demand('graph:read');
    const page = pageRequest(list);
    // Parents share a loader where they are asked the same thing.
    const question = JSON.stringify([kind, page]);
    const rows = await context.load(this.childBatch(kind, page), parentId, question);
    const nodes = await context.nodes.loadMany(rows.slice(0, page.first).map((row) => row.id));
    const byId = new Map(nodes.map((node) => [(node as GraphNode).node.id, node as T]));
    return pageOf(
      rows,
      page,
      (row) => [String(row.version ?? 0), row.id],
      (row) => byId.get(row.id) as T,
    );
  }

  /** Batch: the newest living version of each node, or null. */
  readonly newestVersions: BatchLoad<string, string | null> = async (parentIds) => {
    const newest = await findNewestVersions(this.database, parentIds);
    return parentIds.map((id) => newest.get(id) ?? null);
  };

  /** Batch: the version that each node means where it is named alone, or null. */
  readonly meantVersions: BatchLoad<string, string | null> = async (parentIds) => {
    const meant = await findMeantVersions(this.database, parentIds);
    return parentIds.map((id) => meant.get(id) ?? null);
  };

  private childBatch(kind: NodeKind, page: PageRequest): BatchLoad<string, ChildNode[]> {
    return async (parentIds) => {
      const rows = await selectChildren(this.database, parentIds, kind, page);
      const groups = new Map<string, ChildNode[]>(parentIds.map((id) => [id, []]));
      for (const row of rows) groups.get(row.parentId)?.push(row);
      return parentIds.map((id) => groups.get(id) ?? []);
    };
  }
}
