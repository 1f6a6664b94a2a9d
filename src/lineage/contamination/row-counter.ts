import type { Definition } from '../../features/definitions/references/feature-references.sql.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import {
  type ContaminatedKeys,
  countContaminated,
  countUnattributed,
  type KeyPage,
  type RowCounts,
  selectKeysOnline,
  selectKeysWritten,
} from './contaminated-rows.sql.js';
import type { Taint, TaintedStorage } from './tainted-storage.js';

/** Milliseconds for all counts of one answer. */
const COUNT_MS = 10_000;
/** Of which nobody knows who wrote them: so many are counted. */
export const MOST_UNATTRIBUTED = 1_000;
/** As many rows as are sorted for each page of their keys; of more what is online is looked through, so many rows a page. */
const MOST_SORTED = 200_000;
const LOOK = 100_000;

const NOTHING: RowCounts = { currentRows: 0, historyRows: 0 };

/** Looks at stored rows for one answer: one storage after the other, until its time is up. */
export class RowCounter {
  private readonly end = performance.now() + COUNT_MS;
  private last: Promise<unknown> = Promise.resolve();
  private readonly counted = new Map<number, Promise<RowCounts | null>>();

  constructor(
    private readonly database: Database,
    private readonly caller: Caller,
    private readonly taint: Taint,
    private readonly runIds: readonly string[],
  ) {}

  /** Null: there was no time left to count them. */
  count({ storage }: Definition): Promise<RowCounts | null> {
    const known = this.counted.get(storage);
    if (known !== undefined) return known;
    const tainted = this.taint.storages.get(storage);
    const counts = this.inTurn(storage, (signal) =>
      tainted === undefined ? Promise.resolve(NOTHING) : countContaminated(this.database, tainted, this.runIds, signal),
    );
    this.counted.set(storage, counts);
    return counts;
  }

  unattributed({ storage }: Definition): Promise<number | null> {
    return this.inTurn(storage, (signal) => countUnattributed(this.database, storage, MOST_UNATTRIBUTED, signal));
  }

  async keys({ storage }: Definition, page: KeyPage): Promise<ContaminatedKeys> {
    const tainted = this.taint.storages.get(storage);
    if (tainted === undefined) return { rows: [], lookedUntil: undefined };
    const { signal } = this.caller;
    return this.database.shares.use([storage], () =>
      isSorted(tainted)
        ? selectKeysWritten(this.database, tainted, this.runIds, page, signal)
        : selectKeysOnline(this.database, tainted, this.runIds, { ...page, look: LOOK }, signal),
    );
  }

  private inTurn<Value>(storage: number, work: (signal: AbortSignal) => Promise<Value>): Promise<Value | null> {
    const turn = this.last.then(async () => {
      const left = this.end - performance.now();
      if (left <= 0) return null;
      const clock = AbortSignal.timeout(Math.ceil(left));
      const signal = AbortSignal.any([clock, this.caller.signal]);
      try {
        return await this.database.shares.use([storage], () => work(signal));
      } catch (error) {
        if (clock.aborted && !this.caller.signal.aborted) return null;
        throw error;
      }
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

function isSorted({ most }: TaintedStorage): boolean {
  return most <= MOST_SORTED;
}
