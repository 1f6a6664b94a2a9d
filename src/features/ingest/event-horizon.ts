import { type Instant, instantOfMicroseconds, microsecondsUntil } from '../../platform/time/instant.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How far ahead events may lie, by the clock of this process. */
export class EventHorizon {
  private readAt = Number.NaN;
  private text: Instant = '';
  private until: (event: Instant) => number = () => 0;
  /** The day of the latest time, and the clock at which another one begins. */
  private day = '';
  private dayEnds = Number.NEGATIVE_INFINITY;
  private dayBegan = Number.POSITIVE_INFINITY;

  constructor(private readonly toleranceSeconds: number) {}

  /** The latest event time that is taken now. */
  get latest(): Instant {
    this.read();
    return this.text;
  }

  /** Whether an event lies further ahead. */
  isBehind(event: Instant): boolean {
    // Most events lie days before it, which a look at their date shows.
    if (event.slice(0, 10) < this.today()) return false;
    this.read();
    return this.until(event) < 0;
  }

  private today(): string {
    const clock = Date.now();
    if (clock >= this.dayEnds || clock < this.dayBegan) {
      const latest = clock + this.toleranceSeconds * 1000;
      this.day = new Date(latest).toISOString().slice(0, 10);
      this.dayBegan = clock - (latest % DAY_MS);
      this.dayEnds = this.dayBegan + DAY_MS;
    }
    return this.day;
  }

  private read(): void {
    const clock = Date.now();
    if (clock === this.readAt) return;
    this.readAt = clock;
    this.text = instantOfMicroseconds(BigInt(clock + this.toleranceSeconds * 1000) * 1000n);
    this.until = microsecondsUntil(this.text);
  }
}
