/** How far a transfer has come, and how fast it has to be. */
export interface Movement {
  readonly bytes: number;
  readonly now: number;
  readonly rate: number;
}

/** Tells which transfers are too slow: over a window of time each has to move so many bytes a second. */
export class LeastRate<Transfer extends object> {
  private readonly windows = new Map<Transfer, { since: number; bytes: number }>();

  constructor(private readonly windowMs: number) {}

  /** `bytes` is what has moved so far, `now` in milliseconds, `rate` in bytes a second. False until a window has passed. */
  isTooSlow(transfer: Transfer, { bytes, now, rate }: Movement): boolean {
    const window = this.windows.get(transfer);
    const passed = window === undefined ? 0 : now - window.since;
    if (window !== undefined && passed < this.windowMs) return false;
    this.windows.set(transfer, { since: now, bytes });
    return window !== undefined && (bytes - window.bytes) * 1000 < rate * passed;
  }

  /** It ended, or waits for us. */
  forget(transfer: Transfer): void {
    this.windows.delete(transfer);
  }

  forgetAll(): void {
    this.windows.clear();
  }
}
