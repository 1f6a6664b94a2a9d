import { HeadwaterError } from '../errors.js';
import type { Capacity } from './capacity.js';

/** Bytes taken at once beyond what was reserved. */
const PORTION = 1024 * 1024;

/** What one request holds of the memory that a process has for all answers that are made and not sent yet. */
export class MemoryShare {
  private held = 0;
  private reserved: Promise<void> | undefined;

  /** `whenSent` calls back once: when the answer is sent, or will never be. */
  constructor(
    private readonly room: Capacity,
    private readonly whenSent: (listener: () => void) => void,
  ) {}

  /**
   * Waits until there is room for so many bytes. Who holds some already doesn't wait for more, or two would wait for each other. Throws RATE_LIMITED
   * where `signal` aborts before, UNAVAILABLE.
   */
  reserve(bytes: number, signal: AbortSignal): Promise<void> {
    this.reserved =
      this.reserved === undefined ? this.enter(bytes, signal) : this.reserved.then(() => this.take(bytes));
    return this.reserved;
  }

  /** Holds no less than so many bytes. Throws UNAVAILABLE where there is no room for them. */
  hold(bytes: number): void {
    if (bytes > this.held) this.take(Math.max(bytes - this.held, PORTION));
  }

  /** Holds no more than so many bytes. */
  settle(bytes: number): void {
    const excess = Math.max(0, this.held - bytes);
    this.held -= excess;
    this.room.give(excess);
  }

  private async enter(bytes: number, signal: AbortSignal): Promise<void> {
    this.add(await this.room.enter('large answers', bytes, signal));
  }

  private take(bytes: number): void {
    if (!this.room.take(bytes)) throw noMemory();
    this.add(bytes);
  }

  private add(bytes: number): void {
    const isFirst = this.held === 0;
    this.held += bytes;
    if (isFirst) this.whenSent(() => this.settle(0));
  }
}

export function noMemory(): HeadwaterError {
  return new HeadwaterError(
    'UNAVAILABLE',
    'Answers that are made, or wait for their readers, hold all the memory that there is for them (ANSWER_MEMORY_BYTES); try again in a moment.',
  );
}
