import type { PageRequest } from '../../../platform/database/keyset.js';
import { decodeCursor } from '../../../platform/database/keyset.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { formatName } from '../../names/format-ref.js';
import type { NodeKind } from '../kinds/node-kind.js';

export interface SearchFilter {
  /** Only these; all if left out. */
  readonly kinds?: readonly NodeKind[] | null | undefined;
  readonly includeDeleted?: boolean | null | undefined;
}

export interface WordSearch extends Pick<SearchFilter, 'includeDeleted'> {
  readonly project: string;
  readonly text: string;
  readonly kinds: readonly NodeKind[];
}

export interface SearchHit {
  readonly id: string;
  readonly relevance: number;
}

/** Of names, then descriptions, then owner and tags; the weights are those of D, C, B and A. */
const RELEVANCE = `case when $2 in (lower(name), lower(label)) or $9 in (name, label) then 4
            when starts_with(lower(case when label like '"%' then name else coalesce(label, name) end), $2) then 3
            when ts_rank('{0,0,0,1}', words, $3::tsquery) > 0 then 2
            when ts_rank('{0,0,1,0}', words, $3::tsquery) > 0 then 1 else 0 end`;

/** Of more hits than these, those are ranked that PostgreSQL finds first, besides what is called so or begins so. */
const MOST_RANKED = 20_000;
const MOST_NAMED = 1_000;

const FITS = `project = $1 and ($8 or deleted_at is null) and kind = any($4::text[])`;

/*   words:  rain & daily         what has both, in any order
 *   name:   rain_                what is called so, or begins so: it stays within reach however many have the words
 *   label:  "<b>"                what is called just so: PostgreSQL sees no word in it   */
const SEARCH = statement(
  'search_nodes',
  `select id, relevance from (
     (select id, ${RELEVANCE} as relevance from node where ${FITS} and words @@ $3::tsquery limit ${MOST_RANKED})
     union
     select named.id, named.relevance from unnest($4::text[]) k cross join lateral (
       select id, ${RELEVANCE} as relevance from node
       where project = $1 and kind = k and name collate "C" >= $9 and name collate "C" < $11
         and ($8 or deleted_at is null) and words @@ $3::tsquery
       order by name collate "C", id limit ${MOST_NAMED}
     ) named
     union
     select id, ${RELEVANCE} from node where project = $1 and label = $10 and deleted_at is null and kind = any($4)
   ) hit
   where $5::int is null or (relevance, id) < ($5::int, $6::uuid)
   order by relevance desc, id desc
   limit $7`,
);

/** Nodes, living ones or all, in which every word begins some word of name, description, owner or tags. Indexes: node_words, node_name, node_label. */
export function searchNodes(
  db: Queryable,
  { project, text, kinds, includeDeleted }: WordSearch,
  page: PageRequest,
  signal?: AbortSignal,
): Promise<SearchHit[]> {
  const [relevance, id] = page.after === undefined ? [null, null] : decodeCursor(page.after, ['int', 'uuid']);
  const own = text.trim().normalize();
  const query = tellingWords(text).map(anyCase).join(' & ');
  const values = [
    ...[project, own.toLowerCase(), query, kinds, relevance, id, page.first + 1, includeDeleted === true],
    ...[own, formatName(own), `${own}\u{10FFFF}`],
  ];
  return db.query<SearchHit>(SEARCH, values, signal);
}

/** PostgreSQL in the C locale makes only a to z small: other letters are looked for in the ways they are mostly written. */
function anyCase(word: string): string {
  if (/^[a-z0-9]*$/.test(word)) return `'${word}':*`;
  const [first = ''] = word;
  const spellings = new Set([word, first.toUpperCase() + word.slice(first.length), word.toUpperCase()]);
  return `(${[...spellings].map((spelling) => `'${spelling}':*`).join(' | ')})`;
}

/** The words of a search text, without anything that tsquery would take for syntax. */
export function searchWords(text: string): string[] {
  return (
    text
      .normalize()
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}\u200c\u200d]+/gu) ?? []
  );
}

/** Without those that another one begins with: what has that has them, and PostgreSQL would look for each of them again. */
export function tellingWords(text: string): string[] {
  const words = [...new Set(searchWords(text))].sort();
  return words.filter((word, index) => words[index + 1]?.startsWith(word) !== true);
}
