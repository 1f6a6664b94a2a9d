import type { Caller } from '../../../../graph/nodes/caller.js';
import type { Run } from '../../../../runs/record/run.entity.js';
import type { RunColumn } from '../../../../runs/record/run-row.js';
import type { MlflowRoom } from '../../mlflow-room.js';
import { nextToken, placedToken, placeOf } from '../../search/page-token.js';
import { indexedSearch } from './indexed-search.js';
import { hasNotFinite } from './not-finite.sql.js';
import { type RunSearch, searchRunIds } from './search-runs.sql.js';

/** A page of runs, as uuids in their order. */
export interface FoundRuns {
  readonly ids: readonly string[];
  readonly token: string | undefined;
}

/** What beganTogether asks. */
const READ: ReadonlySet<RunColumn> = new Set(['startedAt']);

/** Finds runs: with Headwater's own search where it can be asked the same, which costs the first page and the thousandth alike. */
export async function findRuns(
  { database, runReads, statements }: MlflowRoom,
  caller: Caller,
  search: RunSearch,
  askedToken: string | undefined,
): Promise<FoundRuns> {
  const { page } = search;
  const indexed = indexedSearch(search);
  const after = placeOf(askedToken);
  const isFresh = page.offset === 0 || after !== undefined;
  if (indexed !== undefined && isFresh && !(await hasNotFinite(database, caller.project, indexed.metrics))) {
    const { nodes, pageInfo } = await runReads.search(caller, { ...indexed, columns: READ, first: page.first, after });
    if (!beganTogether(nodes)) {
      const { hasNextPage, endCursor } = pageInfo;
      const token = hasNextPage && endCursor != null ? placedToken(page, endCursor) : undefined;
      return { ids: nodes.map(({ nodeId }) => nodeId), token };
    }
  }
  const ids = await searchRunIds(database, statements, search, caller.signal);
  return { ids: ids.slice(0, page.first), token: nextToken(page, ids.length) };
}

/** Whether two neighbours began in the same millisecond: MLflow lists them by their ids, an index of Headwater the other way round. */
function beganTogether(runs: readonly Run[]): boolean {
  return runs.some(
    ({ startedAt }, index) => startedAt?.getTime() === runs[index - 1]?.startedAt?.getTime() && index > 0,
  );
}
