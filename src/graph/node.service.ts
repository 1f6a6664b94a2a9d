import { checkText } from '../platform/check-text.js';
import type { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/database/keyset.js';
import { badInput } from '../platform/errors.js';
import { type Page, pageOf } from '../platform/graphql/connection.js';
import { refuseWhileLive } from './edges/refuse-while-live.js';
import type { DeleteNodeInput, UpdateNodeInput } from './graphql/node.input.js';
import type { Caller } from './nodes/caller.js';
import { checkMetadata } from './nodes/check-metadata.js';
import type { GraphNode } from './nodes/graph-node.js';
import type { KindRegistry } from './nodes/kind-registry.js';
import { lockForDeletion, lockLifecycle, tombstone, updateMetadata } from './nodes/lifecycle.sql.js';
import type { NodeStore } from './nodes/node-store.js';
import { type SearchFilter, searchNodes, searchWords } from './nodes/search.sql.js';
import { tagRecord } from './nodes/tag.js';
import type { References } from './references/references.js';

const MAX_SEARCH_TEXT = 500;
const MAX_REASON = 2_000;

/** What can be done with a node of any kind. */
export class NodeService {
  constructor(
    private readonly database: Database,
    private readonly nodes: NodeStore,
    private readonly references: References,
    private readonly kinds: KindRegistry,
  ) {}

  async search(
    caller: Caller,
    text: string,
    { kinds, includeDeleted }: SearchFilter,
    page: PageRequest,
  ): Promise<Page<GraphNode>> {
    if (text.length > MAX_SEARCH_TEXT) {
      throw badInput(
        `The text to search for has ${text.length} characters; at most ${MAX_SEARCH_TEXT} are looked for.`,
        { field: 'text' },
      );
    }
    if (searchWords(text).length === 0) {
      throw badInput(`"${text}" has no letter or digit to search for.`, { field: 'text', found: text });
    }
    const question = { project: caller.project, text, kinds, includeDeleted };
    const hits = await searchNodes(this.database, question, page, caller.signal);
    const nodes = await this.nodes.load(hits.slice(0, page.first).map((hit) => hit.id));
    const found = hits.flatMap((hit, index) => {
      const node = nodes.get(hit.id);
      return node !== undefined || index === page.first ? [{ hit, node }] : [];
    });
    return pageOf(
      found,
      page,
      ({ hit }) => [String(hit.relevance), hit.id],
      ({ node }) => node as GraphNode,
    );
  }

  async update(caller: Caller, input: UpdateNodeInput): Promise<GraphNode> {
    const { id } = await this.references.resolve(this.database, caller.project, input.id);
    if (input.tags === null)
      throw badInput('tags can be left out or be a list; an empty list removes all.', { field: 'tags' });
    checkMetadata(input);
    await updateMetadata(this.database, id, {
      description: input.description,
      tags: input.tags === undefined ? undefined : tagRecord(input.tags),
      owner: input.owner,
    });
    return this.one(id);
  }

  /** Leaves a tombstone. Throws FAILED_PRECONDITION with the list while something live depends on the node. */
  async delete(caller: Caller, input: DeleteNodeInput): Promise<GraphNode> {
    if (input.reason != null) checkText('reason', input.reason, MAX_REASON);
    const deleted = await this.database.transaction(async (tx) => {
      await lockLifecycle(tx, caller.project);
      const { id, label, kind } = await this.references.resolve(tx, caller.project, input.id);
      await lockForDeletion(tx, id);
      const what = `${kind} "${label ?? input.id}" can't be deleted`;
      await refuseWhileLive(tx, this.nodes.within(tx.manager), this.kinds, id, what);
      await this.kinds.of(kind).beforeDelete?.(tx, caller, id);
      await tombstone(tx, id, caller.user, input.reason ?? null);
      return id;
    });
    return this.one(deleted);
  }

  private async one(id: string): Promise<GraphNode> {
    const node = (await this.nodes.load([id])).get(id);
    if (node === undefined) throw new Error(`node ${id} is gone`);
    return node;
  }
}
