import type { FacetFact, ListedKind } from '../listed-kind.js';

const COMMON_FACETS: Readonly<Record<string, FacetFact>> = {
  owners: { description: 'By owner.', of: 'node', shape: 'ONE', value: (n) => `${n}.owner` },
  createdBy: { description: 'By who registered them.', of: 'node', shape: 'ONE', value: (n) => `${n}.created_by` },
  tags: { description: 'By tag.', of: 'node', shape: 'TAGS', value: (n) => `${n}.tags` },
};

/** All that nodes of a kind are counted by. */
export function facetsOf({ versions, facets }: ListedKind): Readonly<Record<string, FacetFact>> {
  return { ...COMMON_FACETS, ...versions.facets, ...facets };
}
