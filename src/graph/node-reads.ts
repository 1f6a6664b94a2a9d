import type { Database } from '../platform/database/database.js';
import { type AskedPage, type PageRequest, pageRequest } from '../platform/database/keyset.js';
import { type Page, pageOf } from '../platform/graphql/lists/connection.js';
import type { CountedNodes } from './finding/counting/counted-connection.js';
import type { ListedKind } from './finding/listed-kind.js';
import type { NodeLists } from './finding/node-lists.js';
import type { BatchLoad, GraphqlContext } from './graphql/graphql-context.js';
import type { GraphNode } from './nodes/graph-node.js';
import type { NodeKind } from './nodes/kinds/node-kind.js';
import { type ChildNode, selectChildren } from './nodes/lists/list.sql.js';
import { findNewestVersions } from './nodes/storage/node.sql.js';
import type { References } from './references/references.js';
import { findMeantVersions } from './references/references.sql.js';

/** How resolvers read nodes: one by reference, all of a kind, or those that belong to a parent. */
export class NodeReads {
  constructor(
    private readonly database: Database,
    private readonly references: References,
    readonly lists: NodeLists,
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

  /** The same of a kind that is counted. */
  async countedChildren<T extends GraphNode>(
    context: GraphqlContext,
    parentId: string,
    listed: ListedKind,
    list: AskedPage,
  ): Promise<CountedNodes<T>> {
    const page = await this.children<T>(context, parentId, listed.kind, list);
    return { ...page, ...this.lists.countsOf(context, listed, parentId) };
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
