import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from './change-feed.js';

/** How much is remembered: so many values, and so much of them together, as `sizeOf` measures each. */
export interface CacheBounds<Value> {
  readonly max: number;
  readonly maxSize: number;
  readonly sizeOf: (value: Value) => number;
}

/** Remembers what follows from the catalog until the catalog changes; while nobody would tell, nothing is remembered. */
export class ChangeCache<Value extends object> {
  private readonly entries: LRUCache<string, { value: Value; generation: number }>;

  constructor(
    private readonly changes: ChangeFeed,
    bounds: CacheBounds<Value>,
  ) {
    const { max, maxSize, sizeOf } = bounds;
    this.entries = new LRUCache({ max, maxSize, sizeCalculation: ({ value }) => sizeOf(value) });
  }

  /** The value under `key` (which must say all that decides it), made by `make` if none is remembered. */
  async remember(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.entries.get(key);
    if (known !== undefined && known.generation === this.changes.current && this.changes.reliable) return known.value;
    // The number is taken before reading: a change while reading makes the value stale at once.
    const generation = this.changes.current;
    const value = await make();
    this.entries.set(key, { value, generation });
    return value;
  }
}
