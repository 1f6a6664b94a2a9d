import type { Instant } from '../../time/instant.js';

/** How far the primary's log was written at a time. */
export interface Sample {
  /** Of a clock that never steps back: milliseconds. */
  readonly time: number;
  readonly instant: Instant;
  readonly place: bigint;
}

/**
 * How fresh a replica is: as the newest moment at which the primary's log was no longer than what the replica has replayed. So an idle primary does
 * not make it look stale, and nothing has to be written.
 */
export class ReplicaFreshness {
  private samples: Sample[] = [];
  private fresh: Sample | undefined;

  constructor(private readonly maxStalenessMs: number) {}

  /** How many samples are kept. */
  get size(): number {
    return this.samples.length;
  }

  /** Notes how far the primary is. What is older than the bound is forgotten: it is of no use even once it is replayed. */
  sample(sample: Sample): void {
    this.samples = this.samples.filter(({ time }) => sample.time - time <= this.maxStalenessMs);
    this.samples.push(sample);
  }

  /** Notes how far the replica is. */
  replayed(place: bigint): void {
    const seen = this.samples.findLast((sample) => sample.place <= place);
    if (seen === undefined) return;
    this.fresh = seen;
    this.samples = this.samples.filter(({ time }) => time > seen.time);
  }

  /** Up to when everything that was committed can be read at a time; undefined where that is longer ago than the bound. */
  at(time: number): Instant | undefined {
    const { fresh } = this;
    return fresh !== undefined && time - fresh.time <= this.maxStalenessMs ? fresh.instant : undefined;
  }
}
