import { setTimeout as sleep } from 'node:timers/promises';
import { type Door, type Event, listen, refusalOf } from './subscribers.js';

/** Subscribes again whenever that ends, behind the last change that it has heard of. */
export class Follower {
  readonly heard: Event[] = [];
  /** How each subscription ended: the status of an answer, or the code of a close. */
  readonly refusals: (number | undefined)[] = [];
  private readonly stopping = new AbortController();

  constructor(
    private readonly url: () => string,
    private readonly door: Door,
  ) {
    void this.follow();
  }

  get interrupted(): number {
    return this.refusals.length;
  }

  stop(): void {
    this.stopping.abort();
  }

  private async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const listener = listen(this.url(), this.door, { after: this.heard.at(-1)?.cursor });
      let taken = 0;
      while (listener.ended === undefined && !this.stopping.signal.aborted) {
        await sleep(20);
        for (; taken < listener.events.length; taken++) this.heard.push(listener.events[taken] as Event);
      }
      listener.stop();
      this.refusals.push(refusalOf(listener));
    }
  }
}
