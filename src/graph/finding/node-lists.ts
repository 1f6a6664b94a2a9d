import type { Database } from '../../platform/database/database.js';
import { type PageRequest, pageRequest } from '../../platform/database/keyset.js';
import { StatementNames } from '../../platform/database/statement-names.js';
import { type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import type { Caller } from '../nodes/caller.js';
import type { ChangeLog } from '../nodes/changes/record-change.js';
import type { GraphNode } from '../nodes/graph-node.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import type { NodeStore } from '../nodes/storage/node-store.js';
import type { References } from '../references/references.js';
import { facetsOf } from './counting/common-facets.js';
import { countNodes, countValues } from './counting/count-nodes.sql.js';
import type { CountedNodes } from './counting/counted-connection.js';
import { withinCountTime } from './counting/within-count-time.js';
import { resolveNodeFilter } from './filters/resolve-node-filter.js';
import { findNodes } from './find-nodes.sql.js';
import type { ListedKind } from './listed-kind.js';
import type { NodeQuestion } from './node-question.sql.js';
import { selectNodesThen } from './nodes-as-of.sql.js';
import type { OrderedList } from './ordering/list-order.input.js';
import { decodePlace, resolveListOrder } from './ordering/resolve-order.js';

const UNDELETED = { deletedBy: null, deleteReason: null };

interface ListsOn {
  readonly database: Database;
  readonly nodes: NodeStore;
  readonly references: References;
  readonly changeLog: ChangeLog;
}

/** Lists of nodes of one kind: which fit, in an order, page by page, and how many there are. */
export class NodeLists {
  private readonly names = new StatementNames();

  constructor(private readonly on: ListsOn) {}

  /** A page of the nodes of one kind that fit. */
  async page<T extends GraphNode>(caller: Caller, kind: NodeKind, list: OrderedList): Promise<Page<T>> {
    caller.demand('graph:read');
    return this.found(caller, await this.question(caller, kind, list), list, pageRequest(list));
  }

  /** The same of a kind of which more is known, by which it is ordered and counted. */
  async counted<T extends GraphNode>(caller: Caller, listed: ListedKind, list: OrderedList): Promise<CountedNodes<T>> {
    caller.demand('graph:read');
    const page = pageRequest(list);
    const question = { ...(await this.question(caller, listed.kind, list, listed)), listed };
    return { ...(await this.found<T>(caller, question, list, page)), ...this.counts(caller, question) };
  }

  /** How what belongs to a parent is counted. */
  countsOf(caller: Caller, listed: ListedKind, parentId: string): Omit<CountedNodes<never>, keyof Page<never>> {
    const ofParent = {
      is: 'THAT',
      holds: (n: string, sql: { add: (id: string) => string }) => `${n}.parent_id = ${sql.add(parentId)}`,
    } as const;
    const { kind } = listed;
    return this.counts(caller, {
      project: caller.project,
      kind,
      listed,
      test: ofParent,
      includeDeleted: false,
      asOf: null,
    });
  }

  private async question(
    caller: Caller,
    kind: NodeKind,
    { filter, asOf = null, order }: OrderedList,
    listed?: ListedKind,
  ): Promise<NodeQuestion> {
    const { database: db, references, changeLog } = this.on;
    if (asOf !== null || /updated/i.test(JSON.stringify([filter, order]))) await changeLog.settle();
    const asked = { project: caller.project, kind, includeDeleted: filter?.includeDeleted === true, asOf };
    if (filter == null) return asked;
    const context = { db, references, caller, kind, asOf, within: { count: 0 } };
    return { ...asked, test: await resolveNodeFilter(context, filter, listed?.versions.conditions) };
  }

  private async found<T extends GraphNode>(
    { signal }: Caller,
    question: NodeQuestion,
    list: OrderedList,
    page: PageRequest,
  ): Promise<Page<T>> {
    const order = resolveListOrder(list, question.listed);
    const place = page.after === undefined ? undefined : decodePlace(page.after, order);
    const wanted = { order, place, limit: page.first + 1 };
    const rows = await findNodes(this.on.database, (text) => this.names.named(text), question, wanted, signal);
    const nodes = await this.load(
      question,
      rows.slice(0, page.first).map(({ id }) => id),
    );
    return pageOf(
      rows,
      page,
      (row) => row.place,
      ({ id }) => nodes.get(id) as T,
    );
  }

  /** Nodes with what was said of them then. They are of this list alone: elsewhere in the answer they are as they are. */
  private async load({ kind, asOf }: NodeQuestion, ids: readonly string[]): Promise<ReadonlyMap<string, GraphNode>> {
    const { database, nodes } = this.on;
    const loaded = await nodes.loadKind(kind, ids);
    if (asOf === null) return loaded;
    for (const said of await selectNodesThen(database, ids, asOf)) {
      const known = loaded.get(said.id);
      if (known !== undefined) Object.assign(known.node, said, said.deletedAt === null ? UNDELETED : {});
    }
    return loaded;
  }

  private counts({ signal }: Caller, question: NodeQuestion & { readonly listed: ListedKind }) {
    const within = <T>(count: (signal: AbortSignal) => Promise<T>) => withinCountTime('The nodes', count, signal);
    const known = facetsOf(question.listed);
    return {
      countAll: () => within((late) => countNodes(this.on.database, question, late)),
      countValues: (facets: readonly string[]) => {
        const asked = Object.fromEntries(Object.entries(known).filter(([facet]) => facets.includes(facet)));
        return within((late) => countValues(this.on.database, question, asked, late));
      },
    };
  }
}
