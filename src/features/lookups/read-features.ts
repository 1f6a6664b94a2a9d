import { LONGEST_REF } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { tooManyItems } from '../../platform/graphql/limits/list-limits.js';
import { describeValue } from '../../platform/text/describe-value.js';
import type { FeatureRequest } from '../definitions/references/feature-request.js';
import type { LookupBody } from './lookup-source.js';

const MOST_REFS = 5_000;
const LONGEST_COLUMN = 256;

/** Reads the `features` field: a list of references, or of objects that say from which columns the join keys are read. */
export function readFeatures({ features }: LookupBody): FeatureRequest[] {
  if (Array.isArray(features)) {
    if (features.length > MOST_REFS) throw tooManyItems('features', features.length, MOST_REFS);
    if (features.every(isRef)) return features;
    return features.map(readRequest);
  }
  throw badInput(`features is ${describeValue(features)}; it is a list of references such as "airport_traffic:*".`, {
    field: 'features',
  });
}

function isRef(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_REF;
}

/** Nothing but what is known is kept: the request is a part of what its plan is remembered by. */
function readRequest(value: unknown, index: number): FeatureRequest {
  if (isRef(value)) return value;
  const { ref, keys, ...others } = isObject(value) ? value : {};
  if (isRef(ref) && isObject(keys) && Object.keys(others).length === 0) {
    const columns = Object.entries(keys);
    if (columns.every((entry): entry is [string, string] => isColumn(entry[1])))
      return { ref, keys: Object.fromEntries(columns) };
  }
  throw badInput(
    `features[${index}] is ${describeValue(value)}; it is a reference such as "airport_traffic:*", or one with the columns of its join keys such as {"ref": "airport_traffic:*", "keys": {"airport": "dest_iata"}}.`,
    { field: 'features' },
  );
}

function isColumn(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_COLUMN;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
