import { Turns } from './turns.js';

/** Does work in the order in which it comes, for some milliseconds of each turn of the event loop, so that others are served in between. */
export class TurnQueue {
  private readonly waiting: (() => void)[] = [];
  private working = false;

  constructor(private readonly turns = new Turns()) {}

  /** Whether work may be done at once: none waits, and this turn is not over. */
  get isFree(): boolean {
    return !this.working && !this.turns.isOver;
  }

  add(work: () => void): void {
    this.waiting.push(work);
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      if (this.turns.isOver) await this.turns.take();
      next();
    }
    this.working = false;
  }
}
