import type { Database } from '../platform/database/database.js';
import { decodeCursor, type PageRequest } from '../platform/database/keyset.js';
import { badInput } from '../platform/errors.js';
import { type Page, pageOf } from '../platform/graphql/lists/connection.js';
import type { Graph } from './graph.js';
import type { Caller } from './nodes/caller.js';
import type { GraphNode } from './nodes/graph-node.js';
import { canTellLikeness, searchAlike } from './nodes/lists/alike.sql.js';
import {
  type SearchFilter,
  type SearchHit,
  searchWords,
  searchNodes as selectNodes,
  tellingWords,
  type WordSearch,
} from './nodes/lists/search.sql.js';

const MAX_TEXT = 500;

export interface NodeSearch extends SearchFilter {
  readonly text: string;
  readonly page: PageRequest;
}

/** A page of the nodes in which every word of the text begins some word; where there is none at all, of those that have words alike. */
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
  const question = { project: caller.project, text, kinds: kinds ?? graph.kinds.names, includeDeleted };
  const hits = await findHits(database, question, page, caller.signal);
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

async function findHits(
  database: Database,
  question: WordSearch,
  page: PageRequest,
  signal: AbortSignal,
): Promise<SearchHit[]> {
  const hits = isAmongAlike(page) ? [] : await selectNodes(database, question, page, signal);
  if (hits.length > 0 || (page.after !== undefined && !isAmongAlike(page))) return hits;
  if (!(await canTellLikeness(database))) return [];
  return searchAlike(database, { ...question, words: tellingWords(question.text) }, page, signal);
}

function isAmongAlike({ after }: PageRequest): boolean {
  return after !== undefined && Number(decodeCursor(after, ['int', 'uuid'])[0]) < 0;
}
