import { type Instant, microsecondsUntil, secondsBetween } from '../../../../platform/time/instant.js';
import type { StoredRow } from '../online.sql.js';
import { type FoundFeatures, timeOf } from './found-features.js';

/**
 * How old the rows of an answer are when they are read, and whether that is beyond the time to live of their set. The same rule stands in the join of
 * training sets (training-sets/building/join-block.sql.ts); a property test holds both.
 */
export class RowAges {
  private readonly untilReadAt: (eventTime: Instant) => number;

  constructor(private readonly found: Pick<FoundFeatures, 'plan' | 'readAt' | 'moments'>) {
    this.untilReadAt = microsecondsUntil(found.readAt);
  }

  /** A row whose age equals the TTL is still present. */
  isExpired(set: number, row: StoredRow, entity: number): boolean {
    const ttl = this.found.plan.sets[set]?.ttlMicros;
    return ttl !== undefined && this.microsOf(row, entity) > ttl;
  }

  /** Seconds as decimal text. */
  secondsOf(row: StoredRow, entity: number): string {
    const micros = this.microsOf(row, entity);
    if (Number.isSafeInteger(micros)) return String(micros / 1_000_000);
    return secondsBetween(timeOf(row[2]), this.found.moments?.[entity] ?? this.found.readAt);
  }

  private microsOf(row: StoredRow, entity: number): number {
    const moment = this.found.moments?.[entity];
    const until = moment === undefined ? this.untilReadAt : microsecondsUntil(moment);
    return until(timeOf(row[2]));
  }
}
