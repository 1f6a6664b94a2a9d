import { type Queryable, statement } from '../platform/database/queryable.js';
import type { BlockCounts, JoinedBlock } from './building/join-block.sql.js';
import type { TrainingRecipe } from './training-recipe.js';

/** What is kept of a training set, finished or not. */
export interface TrainingSetRow {
  readonly storage: number;
  readonly project: string;
  readonly jobId: string;
  /** Null until it is finished. */
  readonly datasetVersionId: string | null;
  readonly recipe: TrainingRecipe;
  /** The moment up to which rows count as known, as PostgreSQL's own text: a Date lacks the microseconds. */
  readonly knownAt: string;
  readonly rowCount: number | null;
  /** SHA-256, hex. */
  readonly digest: string | null;
  readonly counts: BlockCounts | null;
  /** Why it can't be made again; null where it can. */
  readonly notRebuildable: string | null;
}

const COLUMNS = `storage, project, job_id as "jobId", dataset_version_id as "datasetVersionId", recipe, known_at::text as "knownAt",
  row_count::float8 as "rowCount", digest, counts, not_rebuildable as "notRebuildable"`;

const INSERT = statement(
  'insert_training_set',
  `insert into training_set (storage, project, job_id, recipe, known_at) values ($1, $2, $3, $4, $5)`,
);

/** Keeps the recipe of a training set that is about to be made. */
export async function insertTrainingSet(
  db: Queryable,
  row: Pick<TrainingSetRow, 'storage' | 'project' | 'jobId' | 'recipe' | 'knownAt'>,
): Promise<void> {
  await db.query(INSERT, [row.storage, row.project, row.jobId, JSON.stringify(row.recipe), row.knownAt]);
}

const SET_RECIPE = statement('set_training_recipe', 'update training_set set recipe = $2 where storage = $1');

/** Completes a recipe with the columns of a spine that has now been read. Index: primary key. */
export async function setRecipe(db: Queryable, storage: number, recipe: TrainingRecipe): Promise<void> {
  await db.query(SET_RECIPE, [storage, JSON.stringify(recipe)]);
}

const BY_STORAGE = statement('training_set_by_storage', `select ${COLUMNS} from training_set where storage = $1`);

/** A training set by its number. Index: primary key. */
export async function findByStorage(db: Queryable, storage: number): Promise<TrainingSetRow | undefined> {
  return (await db.query<TrainingSetRow>(BY_STORAGE, [storage]))[0];
}

const BY_VERSIONS = statement(
  'training_sets_by_version',
  `select ${COLUMNS} from training_set where dataset_version_id = any($1)`,
);

/** The training sets that some dataset versions are. Index: unique key. */
export function selectByDatasetVersions(db: Queryable, ids: readonly string[]): Promise<TrainingSetRow[]> {
  return db.query<TrainingSetRow>(BY_VERSIONS, [ids]);
}

const INSERT_BLOCK = statement(
  'insert_training_set_block',
  'insert into training_set_block (storage, block, digest, counts) values ($1, $2, $3, $4)',
);

/** Keeps what a block came to, in the transaction that joined it. Throws a unique violation if it was joined before. */
export async function insertBlock(db: Queryable, storage: number, block: number, joined: JoinedBlock): Promise<void> {
  await db.query(INSERT_BLOCK, [storage, block, joined.digest, JSON.stringify(joined.counts)]);
}

const BLOCKS = statement(
  'training_set_blocks',
  'select block, digest, counts from training_set_block where storage = $1 order by block',
);

/** The blocks joined so far, in order. Index: primary key. */
export function selectBlocks(db: Queryable, storage: number): Promise<(JoinedBlock & { readonly block: number })[]> {
  return db.query<JoinedBlock & { readonly block: number }>(BLOCKS, [storage]);
}

const FINISH = statement(
  'finish_training_set',
  `update training_set set dataset_version_id = $2, row_count = $3, digest = $4, counts = $5 where storage = $1`,
);

/** Says what a training set came to. Index: primary key. */
export async function finishTrainingSet(
  db: Queryable,
  storage: number,
  outcome: { datasetVersionId: string; rowCount: number; digest: string; counts: BlockCounts },
): Promise<void> {
  const { datasetVersionId, rowCount, digest, counts } = outcome;
  await db.query(FINISH, [storage, datasetVersionId, rowCount, digest, JSON.stringify(counts)]);
}

const DELETE = statement('delete_training_set', 'delete from training_set where storage = $1');

/** Forgets a training set that came to nothing, and its blocks. Index: primary key. */
export async function deleteTrainingSet(db: Queryable, storage: number): Promise<void> {
  await db.query(DELETE, [storage]);
}

const READING = statement(
  'training_sets_reading',
  `select storage from training_set
   where not_rebuildable is null
     and recipe -> 'sets' @> jsonb_build_array(jsonb_build_object('featureSetVersionId', $1::text))`,
);

/** The training sets that read a feature set version as of before a moment, or knew only what was known before it. */
export async function selectTrainingSetsReadingBefore(
  db: Queryable,
  featureSetVersionId: string,
  before: string,
): Promise<number[]> {
  const found: number[] = [];
  for (const { storage } of await db.query<{ storage: number }>(READING, [featureSetVersionId])) {
    const first = statement(
      '',
      `select least(min(s.moment), (select known_at from training_set where storage = $1)) < $2::timestamptz as earlier
       from training_spine_${storage} s`,
    );
    const [answer] = await db.query<{ earlier: boolean | null }>(first, [storage, before]);
    if (answer?.earlier === true) found.push(storage);
  }
  return found;
}

const PINNED = `from training_set t join node n on n.id = t.dataset_version_id and n.deleted_at is null
   where exists (
     select from jsonb_array_elements(t.recipe -> 'sets') s where (s ->> 'featureSetVersionId')::uuid = any($1)
   )`;
const PINNING = statement(
  'training_sets_pinning',
  `select t.dataset_version_id as id ${PINNED} order by t.dataset_version_id desc limit $2`,
);
const COUNT_PINNING = statement('count_training_sets_pinning', `select count(*)::int ${PINNED}`);

/** The dataset versions that are training sets made from these feature set versions, newest first. Looks through every training set. */
export async function selectTrainingSetsPinning(
  db: Queryable,
  featureSetVersionIds: readonly string[],
  limit: number,
): Promise<string[]> {
  return (await db.query<{ id: string }>(PINNING, [featureSetVersionIds, limit])).map(({ id }) => id);
}

/** How many there are in all. Looks through every training set. */
export async function countTrainingSetsPinning(
  db: Queryable,
  featureSetVersionIds: readonly string[],
): Promise<number> {
  return (await db.query<{ count: number }>(COUNT_PINNING, [featureSetVersionIds]))[0]?.count ?? 0;
}
