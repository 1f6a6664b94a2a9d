import { RESERVED_COLUMN } from '../../features/definitions/entities/entity.input.js';
import { checkColumnTypes } from '../../features/definitions/references/column-types.js';
import type { ResolvedFeature } from '../../features/definitions/references/feature-references.js';
import { checkColumnName } from '../../graph/names/names.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import type { RequestInput } from './request-input.js';

/*   features  mean_delay~origin  mean_delay~destination      inputs  distance at 1
 *   vector    mean_delay~origin  distance  mean_delay~destination                     */
/** What a model takes, in order: its inputs stand where they say, its features in the places that are left. */
export function vectorOf<Feature>(
  features: readonly Feature[],
  inputs: readonly RequestInput[],
): (Feature | RequestInput)[] {
  const byPlace = new Map(inputs.map((input) => [input.position, input]));
  const left = features.values();
  return Array.from({ length: features.length + inputs.length }, (_, place) => {
    const next = byPlace.get(place) ?? left.next().value;
    if (next === undefined) throw new Error(`nothing stands in place ${place} of a vector`);
    return next;
  });
}

/** Throws BAD_USER_INPUT for inputs that have no place among these features, or a name that means something else. */
export async function checkRequestInputs(
  db: Queryable,
  features: readonly ResolvedFeature[],
  inputs: readonly RequestInput[],
): Promise<void> {
  if (inputs.length === 0) return;
  if (features.length === 0)
    throw badInput('requestInputs stand among the features of signature; name at least one feature.', {
      field: 'requestInputs',
    });
  const length = features.length + inputs.length;
  const [names, places] = [new Set<string>(), new Set<number>()];
  for (const { name, position } of inputs) {
    checkColumnName('a request input', name);
    if (name === RESERVED_COLUMN)
      throw wrong(`A request input can't be called "${name}": that column holds the time of a row.`, name);
    if (names.has(name)) throw wrong(`The request input "${name}" stands twice.`, name);
    if (places.has(position)) throw wrong(`Two of requestInputs have the position ${position}.`, name);
    if (position < 0 || position >= length)
      throw wrong(
        `The request input "${name}" has the position ${position}; ${features.length} features and ${inputs.length} inputs have the places 0 to ${length - 1}.`,
        name,
      );
    names.add(name);
    places.add(position);
  }
  // A value may be a key and an input at once, as an airport of which a model has learnt something.
  await checkColumnTypes(db, features, inputs);
}

function wrong(message: string, found: string): Error {
  return badInput(message, { field: 'requestInputs', found });
}
