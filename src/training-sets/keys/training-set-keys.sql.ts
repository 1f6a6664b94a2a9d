import { type Queryable, statement } from '../../platform/database/queryable.js';
import { rowsTable, spineTable } from '../spines/spine.sql.js';
import type { TrainingRecipe } from '../training-recipe.js';

/** A training set, finished or not, that may hold rows about an entity. */
export interface KeyedTrainingSet {
  readonly storage: number;
  readonly datasetVersionId: string | null;
  /** `flight_training@3`; null while it is not finished. */
  readonly label: string | null;
  readonly recipe: TrainingRecipe;
}

const OF_ENTITY = statement(
  'training_sets_of_entity',
  `select t.storage, t.dataset_version_id as "datasetVersionId", n.label, t.recipe
   from training_set t left join node n on n.id = t.dataset_version_id
   where t.recipe -> 'sets' @> jsonb_build_array(jsonb_build_object('entityId', $1::text))
     or t.recipe -> 'carried' @> jsonb_build_array(jsonb_build_object('entityId', $1::text))
   order by t.storage`,
);

/** The training sets whose spines have keys of an entity. */
export function selectTrainingSetsOfEntity(db: Queryable, entityId: string): Promise<KeyedTrainingSet[]> {
  return db.query<KeyedTrainingSet>(OF_ENTITY, [entityId]);
}

/** Whether a row of the spine table is about a key of an entity, in whatever role. */
function isAbout({ recipe }: KeyedTrainingSet, entityId: string): string {
  const keys = [...recipe.sets, ...(recipe.carried ?? [])].filter((key) => key.entityId === entityId);
  const columns = new Set(keys.map(({ keyColumn }) => `k${keyColumn}`));
  if (columns.size === 0) throw new Error(`the recipe knows no entity ${entityId}`);
  return `(${[...columns].map((column) => `${column} = $1`).join(' or ')})`;
}

/** Rows of a training set about one key, each counted once however many roles it has there. A scan: keys of spines are asked for seldom. */
export async function countKeyInTrainingSet(
  db: Queryable,
  set: KeyedTrainingSet,
  entityId: string,
  key: string,
): Promise<number> {
  const text = `select count(*)::int as rows from ${spineTable(set.storage)} where ${isAbout(set, entityId)}`;
  return (await db.query<{ rows: number }>(statement('', text), [key]))[0]?.rows ?? 0;
}

/** Deletes the rows of a training set about one key; how many. A scan. */
export async function deleteKeyFromTrainingSet(
  db: Queryable,
  set: KeyedTrainingSet,
  entityId: string,
  key: string,
): Promise<number> {
  const text = `with gone as (delete from ${spineTable(set.storage)} where ${isAbout(set, entityId)} returning number),
     gone_rows as (delete from ${rowsTable(set.storage)} r using gone where r.number = gone.number)
     select count(*)::int as rows from gone`;
  return (await db.query<{ rows: number }>(statement('', text), [key]))[0]?.rows ?? 0;
}

const MARK = statement(
  'mark_not_rebuildable',
  `update training_set set not_rebuildable = $2 where storage = $1 and not_rebuildable is null`,
);

/** Says why a training set can't be made again. Index: primary key. */
export async function markNotRebuildable(db: Queryable, storage: number, reason: string): Promise<void> {
  await db.query(MARK, [storage, reason]);
}
