/** Lookups of one feature set. */
export interface LookupCounter {
  count: number;
}

/** Counts the lookups that name no version of a feature set: they follow its current version wherever it goes. */
export class UnpinnedLookups {
  private readonly counters = new Map<string, LookupCounter>();
  /** Nothing before is counted, nor in other processes. */
  readonly since = new Date();

  /** The one counter of a feature set, to be kept: counting is adding one. */
  of(featureSetId: string): LookupCounter {
    const known = this.counters.get(featureSetId);
    if (known !== undefined) return known;
    const counter = { count: 0 };
    this.counters.set(featureSetId, counter);
    return counter;
  }
}
