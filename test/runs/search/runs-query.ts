import type { KnownRun } from '../run-oracle.js';

export const RUNS = `query ($filter: RunFilter, $orderBy: [RunOrder!], $first: Int, $after: String) {
  runs(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes {
      id name type status owner createdBy createdAt startedAt endedAt deletedAt
      experiment { name } parent { id } tags { key value } parameters { name value } metrics { name value }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export interface Runs {
  readonly nodes: readonly (Omit<KnownRun, 'experiment' | 'parent'> & {
    experiment: { name: string };
    parent: { id: string } | null;
  })[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
