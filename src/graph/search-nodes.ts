import type { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/database/keyset.js';
import { badInput } from '../platform/errors.js';
import { type Page, pageOf } from '../platform/graphql/lists/connection.js';
import type { Graph } from './graph.js';
import type { Caller } from './nodes/caller.js';
import type { GraphNode } from './nodes/graph-node.js';
import { type SearchFilter, searchWords, searchNodes as selectNodes } from './nodes/lists/search.sql.js';

const MAX_TEXT = 500;

export interface NodeSearch extends SearchFilter {
  readonly text: string;
  readonly page: PageRequest;
}

/** A page of the nodes in which every word of the text begins some word. */
export async function searchNodes(
  database: Database,
  graph: Graph,
  caller: Caller,
  { text, kinds, includeDeleted, page }: NodeSearch,
): Promise<Page<GraphNode>> {
  caller.demand('graph:read');
  const length = [...text].length;
  if (length > MAX_TEXT) {
    throw badInput(`The text to search for has ${length} characters; at most ${MAX_TEXT} are looked for.`, {
      field: 'text',
    });
  }
  // A name may be an emoji.
  if (searchWords(text).length === 0 && !/\p{S}/u.test(text)) {
    throw badInput(`"${text}" has no letter or digit to search for.`, { field: 'text', found: text });
  }
  const question = { project: caller.project, text, kinds, includeDeleted };
  const hits = await selectNodes(database, question, page, caller.signal);
  const nodes = await graph.nodes.load(hits.slice(0, page.first).map((hit) => hit.id));
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
