import {
  selectCopies,
  selectWrittenByRuns,
  type WrittenShare,
} from '../../features/definitions/storage/row-sources.sql.js';
import type { Queryable } from '../../platform/database/queryable.js';

/** A storage of which some rows are contaminated: written by one of some runs, or copied from such rows of another one. */
export interface TaintedStorage {
  readonly storage: number;
  readonly isWritten: boolean;
  /** What they were copied from. */
  readonly copies: readonly TaintedStorage[];
  /** Rows that were written or copied, at most. */
  readonly most: number;
}

export interface Taint {
  readonly storages: ReadonlyMap<number, TaintedStorage>;
  /** Whether it is remembered what a run has written into a storage. */
  readonly isKnown: (runId: string, storage: number) => boolean;
}

/** How often rows may have been copied on. */
const MOST_COPIES = 8;

/** What some runs have written, and where that was copied, among these storages. */
export async function findTaint(
  db: Queryable,
  runIds: readonly string[],
  among: readonly number[],
  signal?: AbortSignal,
): Promise<Taint> {
  const wanted = new Set(among);
  const byRuns = (await selectWrittenByRuns(db, runIds, signal)).filter(({ storage }) => wanted.has(storage));
  const known = new Set(byRuns.map(({ runId, storage }) => `${runId} ${storage}`));
  const written = sumByStorage(byRuns);
  const copied = new Map<number, (WrittenShare & { readonly copiedFrom: number })[]>();
  let fresh = [...written.keys()];
  const seen = new Set<number>();
  while (fresh.length > 0) {
    for (const storage of fresh) seen.add(storage);
    const found = (await selectCopies(db, fresh)).filter(({ storage }) => wanted.has(storage));
    for (const copy of found) copied.set(copy.storage, [...(copied.get(copy.storage) ?? []), copy]);
    fresh = [...new Set(found.map(({ storage }) => storage))].filter((storage) => !seen.has(storage));
  }
  const make = (storage: number, depth: number): TaintedStorage => {
    const copies = depth === 0 ? [] : (copied.get(storage) ?? []);
    const most = copies.reduce((sum, copy) => sum + copy.written, written.get(storage) ?? 0);
    return {
      storage,
      isWritten: written.has(storage),
      copies: copies.map(({ copiedFrom }) => make(copiedFrom, depth - 1)),
      most,
    };
  };
  return {
    storages: new Map([...seen].map((storage) => [storage, make(storage, MOST_COPIES)])),
    isKnown: (runId, storage) => known.has(`${runId} ${storage}`),
  };
}

function sumByStorage(shares: readonly WrittenShare[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { storage, written } of shares) sums.set(storage, (sums.get(storage) ?? 0) + written);
  return sums;
}
