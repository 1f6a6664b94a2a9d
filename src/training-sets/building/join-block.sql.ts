import { historyTable } from '../../features/definitions/storage/storage.sql.js';
import { KnownAt } from '../../features/lookups/history/known-at.js';
import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import type { DataType } from '../../values/data-type.js';
import { rowsTable, spineTable } from '../spines/spine.sql.js';
import type { RecipeSet, TrainingRecipe } from '../training-recipe.js';

/** Spine rows of one block. It is part of how the digest is defined, so it can't change. */
export const BLOCK_ROWS = 10_000;

/** What a block says of its rows: misses and expired rows per set, nulls per set and place in its values, and those of them that had expired. */
export interface BlockCounts {
  readonly rows: number;
  readonly notFound: readonly number[];
  readonly expired: readonly number[];
  readonly nulls: readonly Readonly<Record<string, number>>[];
  readonly expiredNulls: readonly Readonly<Record<string, number>>[];
}

/** One joined block. */
export interface JoinedBlock {
  /** SHA-256 of its rows, each as the JSON array of its columns and a line end. */
  readonly digest: string;
  readonly counts: BlockCounts;
}

/*   spine block          history of set 0          history of set 1
 *   number  moment  k0 ──▶ newest event ≤ moment ──▶ …                      left join lateral: a miss keeps its row,
 *     1      10:00  SEA     09:00 [7,1]  values       09:30 [3]              one row at most: a tie never fans out
 *     2      10:00  DEN     (none)       nulls        02:00 expired: nulls                                        */
function joinedRows(storage: number, recipe: TrainingRecipe): string {
  const known = recipe.knownAt === KnownAt.EVENT ? 'least(s.moment, $3::timestamptz)' : '$3::timestamptz';
  const lookups = recipe.sets.map((set, index) => {
    const expired = set.ttlSeconds ? `event_time < s.moment - interval '${set.ttlSeconds} seconds'` : 'false';
    return `left join lateral (
        select "values", ${expired} as expired from ${historyTable(set.storage)} h
        where h.key = s.k${set.keyColumn} and h.event_time <= s.moment and h.ingest_time <= ${known}
        order by h.event_time desc, h.ingest_time desc limit 1
      ) h${index} on true`;
  });
  const columns = recipe.sets.map(
    (_, index) =>
      `h${index}."values" as f${index}, case when not h${index}.expired then h${index}."values" end as v${index}`,
  );
  return `select s.number, s.spine, ${columns.join(', ')}
    from ${spineTable(storage)} s ${lookups.join(' ')}
    where s.number between $1 and $2`;
}

/** The feature columns as the inside of a JSON array. Neighbours of one set are cut out of its values together. */
function pickedValues(recipe: TrainingRecipe): string {
  const parts: string[] = [];
  for (let begin = 0; begin < recipe.columns.length; ) {
    const set = recipe.columns[begin]?.set ?? 0;
    let end = begin;
    while (recipe.columns[end]?.set === set) end++;
    parts.push(
      pickSegment(
        recipe.sets[set] as RecipeSet,
        set,
        recipe.columns.slice(begin, end).map(({ position }) => position),
      ),
    );
    begin = end;
  }
  return withCommas(parts);
}

/** Texts with commas between. PostgreSQL descends one step for each "||", and there may be thousands: so they are joined in groups of groups. */
function withCommas(parts: readonly string[]): string {
  if (parts.length <= GROUP) return parts.join(` || ',' || `);
  const groups = Array.from({ length: Math.ceil(parts.length / GROUP) }, (_, index) =>
    parts.slice(index * GROUP, (index + 1) * GROUP),
  );
  return withCommas(groups.map((group) => `(${withCommas(group)})`));
}

const GROUP = 100;
/** Types whose text may hold a comma. */
const NESTED = /LIST|JSON|STRING/;

function pickSegment({ types }: RecipeSet, set: number, positions: readonly number[]): string {
  const nulls = `'${positions.map(() => 'null').join(',')}'`;
  const inner = `substr(v${set}, 2, length(v${set}) - 2)`;
  const whole = positions.length === types.length && positions.every((position, index) => position === index);
  const picked = () => {
    if (whole) return inner;
    if (types.some((type: DataType) => NESTED.test(type)))
      return withCommas(positions.map((position) => `(v${set}::json -> ${position})::text`));
    const cells = withCommas(positions.map((position) => `a[${position + 1}]`));
    return `(select ${cells} from string_to_array(${inner}, ',') as a)`;
  };
  return `case when v${set} is null then ${nulls} else ${picked()} end`;
}

function countsOf({ sets }: TrainingRecipe): string {
  // No function takes as many arguments as there may be sets.
  const perSet = (count: (set: number) => string) => `to_json(array[${sets.map((_, set) => count(set)).join(', ')}])`;
  return `json_build_object(
      'rows', count(*),
      'notFound', ${perSet((set) => `count(*) filter (where f${set} is null)`)},
      'expired', ${perSet((set) => `count(*) filter (where f${set} is not null and v${set} is null)`)},
      'nulls', ${perSet((set) => `(select nulls from nulls${set})`)},
      'expiredNulls', ${perSet((set) => `(select expired from nulls${set})`)}
    )`;
}

/** Nulls per place, counted only in rows that hold the word at all. */
function nullsOf({ sets }: TrainingRecipe): string {
  return sets
    .map(
      (_, set) => `, nulls${set} as (
        select coalesce(json_object_agg(place, nulls), '{}') as nulls, coalesce(json_object_agg(place, expired), '{}') as expired
        from (
          select e.place - 1 as place, count(*) as nulls, count(*) filter (where v${set} is null) as expired
          from joined cross join lateral json_array_elements_text(f${set}::json) with ordinality as e (value, place)
          where f${set} like '%null%' and e.value is null group by e.place
        ) p
      )`,
    )
    .join('');
}

function blockStatement(storage: number, recipe: TrainingRecipe, insert: boolean): Statement {
  const inserted = `, inserted as (insert into ${rowsTable(storage)} (number, "values") select number, '[' || picked || ']' from line)`;
  return statement(
    // Without a name: each block is planned for its own place in the spine.
    '',
    `with joined as materialized (${joinedRows(storage, recipe)}),
     line as materialized (select number, spine, ${pickedValues(recipe)} as picked from joined)
     ${nullsOf(recipe)}
     ${insert ? inserted : ''}
     select encode(sha256(convert_to(coalesce(
         (select string_agg(substr(spine, 1, length(spine) - 1) || ',' || picked || ']' || E'\\n', '' order by number) from line), ''),
       'UTF8')), 'hex') as digest,
       (select ${countsOf(recipe)} from joined) as counts`,
  );
}

const boundsOf = (block: number) => [block * BLOCK_ROWS + 1, (block + 1) * BLOCK_ROWS];

/** Joins one block of the spine and keeps its rows. Indexes: primary keys of the spine and of each history. */
export async function joinBlock(
  db: Queryable,
  storage: number,
  recipe: TrainingRecipe,
  block: number,
  knownAt: string,
): Promise<JoinedBlock> {
  return runBlock(db, blockStatement(storage, recipe, true), block, knownAt);
}

/** Joins one block again, only to see whether it comes out the same. */
export async function rejoinBlock(
  db: Queryable,
  storage: number,
  recipe: TrainingRecipe,
  block: number,
  knownAt: string,
): Promise<JoinedBlock> {
  return runBlock(db, blockStatement(storage, recipe, false), block, knownAt);
}

async function runBlock(db: Queryable, text: Statement, block: number, knownAt: string): Promise<JoinedBlock> {
  const [joined] = await db.query<JoinedBlock>(text, [...boundsOf(block), knownAt]);
  if (joined === undefined) throw new Error('the block gave no row');
  return joined;
}
