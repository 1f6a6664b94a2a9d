import type { PageRequest } from '../../../platform/database/keyset.js';
import { decodeCursor } from '../../../platform/database/keyset.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { SearchHit, WordSearch } from './search.sql.js';

/** More that are alike are not ranked. */
const MOST_ALIKE = 2_000;

/** Shorter words are alike to too much. */
const SHORTEST = 4;

const CAN = statement('can_tell_likeness', `select to_regproc('nodes_alike') is not null as can`);

/** Whether PostgreSQL has pg_trgm, and this database the index that needs it. */
export async function canTellLikeness(db: Queryable): Promise<boolean> {
  return (await db.query<{ can: boolean }>(CAN))[0]?.can === true;
}

const ALIKE = statement(
  'search_alike',
  `select id, relevance from (
     select id, (round(likeness * 1000) - 1001)::int as relevance from nodes_alike($1, $2, $3::text[], $4::text[], $5, ${MOST_ALIKE})
   ) hit
   where $6::int is null or (relevance, id) < ($6::int, $7::uuid)
   order by relevance desc, id desc
   limit $8`,
);

/**
 * Nodes in whose names, descriptions or tags each word is alike to some word, the most alike first; none where a word is too short to tell. Their relevance is
 * below zero. Index: node_likeness, by the longest word.
 */
export async function searchAlike(
  db: Queryable,
  { project, words, kinds, includeDeleted }: Omit<WordSearch, 'text'> & { readonly words: readonly string[] },
  page: PageRequest,
  signal?: AbortSignal,
): Promise<SearchHit[]> {
  const [longest, ...others] = [...words].sort((a, b) => b.length - a.length);
  if (longest === undefined || words.some((word) => word.length < SHORTEST)) return [];
  const [relevance, id] = page.after === undefined ? [null, null] : decodeCursor(page.after, ['int', 'uuid']);
  const values = [project, longest, others, kinds, includeDeleted === true, relevance, id, page.first + 1];
  return db.query<SearchHit>(ALIKE, values, signal);
}
