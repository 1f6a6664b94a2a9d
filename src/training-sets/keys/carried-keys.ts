import { badInput } from '../../platform/errors.js';
import { keyColumnOf, type TrainingRecipe } from '../training-recipe.js';

/** PostgreSQL's tables have at most 1,600. */
const MAX_KEY_COLUMNS = 1_500;

/*   flight_training   sets by ~payer, ~payee            keys  payer, payee
 *   its spine again   a set by ~payee, label            keys  payee,         carried  payer            */
/**
 * The keys of a training set whose spine is an earlier one: what was a key there stays one in the rows that ride along, so that whoever is
 * erased or looked for is found in them.
 */
export function carryKeys(
  { keys }: Pick<TrainingRecipe, 'keys'>,
  earlier: Pick<TrainingRecipe, 'sets' | 'keys' | 'carried'> | undefined,
): Pick<TrainingRecipe, 'keys' | 'carried'> {
  if (earlier === undefined) return { keys };
  const all = [...keys];
  const known = [...earlier.sets, ...(earlier.carried ?? [])];
  const carried = known.map(({ entityId, keyColumn }) => ({
    entityId,
    keyColumn: keyColumnOf(all, earlier.keys[keyColumn] ?? []),
  }));
  if (all.length > MAX_KEY_COLUMNS)
    throw badInput(
      `The spine has ${all.length} keys, with those of the training sets that it comes from; at most ${MAX_KEY_COLUMNS} are kept.`,
      { field: 'spineDataset', found: all.length, expected: MAX_KEY_COLUMNS },
    );
  return { keys: all, carried: [...new Map(carried.map((key) => [JSON.stringify(key), key])).values()] };
}
