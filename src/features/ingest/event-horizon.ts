import { type Instant, instantOfMicroseconds, microsecondsUntil } from '../../platform/instant.js';

/** How far ahead events may lie, by the clock of this process. */
export class EventHorizon {
  private readAt = Number.NaN;
  private text: Instant = '';
  private until: (event: Instant) => number = () => 0;

  constructor(private readonly toleranceSeconds: number) {}

  /** The latest event time that is taken now. */
  get latest(): Instant {
    this.read();
    return this.text;
  }

  /** Whether an event lies further ahead. */
  isBehind(event: Instant): boolean {
    this.read();
    // Most events lie days before it, which a look at their date shows.
    return event.slice(0, 10) >= this.text.slice(0, 10) && this.until(event) < 0;
  }

  private read(): void {
    const clock = Date.now();
    if (clock === this.readAt) return;
    this.readAt = clock;
    this.text = instantOfMicroseconds(BigInt(clock + this.toleranceSeconds * 1000) * 1000n);
    this.until = microsecondsUntil(this.text);
  }
}
