/** Tells which transfers are too slow: over a window of time each has to move so many bytes a second. */
export class LeastRate<Transfer extends object> {
  private readonly windows = new Map<Transfer, { since: number; bytes: number }>();

  constructor(
    private readonly bytesPerSecond: number,
    private readonly windowMs: number,
  ) {}

  /** `bytes` is what has moved so far, `now` in milliseconds. False until a window has passed. */
  isTooSlow(transfer: Transfer, bytes: number, now: number): boolean {
    const window = this.windows.get(transfer);
    const passed = window === undefined ? 0 : now - window.since;
    if (window !== undefined && passed < this.windowMs) return false;
    this.windows.set(transfer, { since: now, bytes });
    return window !== undefined && (bytes - window.bytes) * 1000 < this.bytesPerSecond * passed;
  }

  /** It ended, or waits for us. */
  forget(transfer: Transfer): void {
    this.windows.delete(transfer);
  }

  forgetAll(): void {
    this.windows.clear();
  }
}
