import { stringifyExactly } from '../../../platform/http/bodies/json-body.js';
import { type Fields, fieldsOf, storable } from './fields.js';
import type { Facets } from './lineage-event.js';
import { Refused } from './refused.js';

/** What says why a run failed, best first: the standard's facet, and that of Spark. */
export const MESSAGE_FACETS = ['errorMessage', 'spark.exception'] as const;

const LONGEST_NAME = 256;
const MOST = 1_000;

/** The facets of something, with or without who produced them and where their schema is. */
export function readFacets(value: unknown, of: string): Facets {
  const entries = Object.entries(fieldsOf(value) ?? {});
  if (entries.length > MOST) throw new Refused(`has ${entries.length} facets of ${of}; at most ${MOST} are kept`);
  return Object.fromEntries(
    entries.flatMap(([name, facet]) => {
      if (name === '' || name.length > LONGEST_NAME)
        throw new Refused(
          `has a facet of ${of} whose name has ${name.length} characters; a name has 1 to ${LONGEST_NAME}`,
        );
      if (facet === null) return [];
      return [[storable(name), fieldsOf(facet)?._deleted === true ? null : stringifyExactly(facet)] as const];
    }),
  );
}

/** Whether it was taken back. */
export function isDeleted(facets: unknown, name: string): boolean {
  return fieldsOf(fieldsOf(facets)?.[name])?._deleted === true;
}

/** A facet among others, to look into. */
export function facet(facets: unknown, name: string): Fields | undefined {
  const found = fieldsOf(fieldsOf(facets)?.[name]);
  return found?._deleted === true ? undefined : found;
}
