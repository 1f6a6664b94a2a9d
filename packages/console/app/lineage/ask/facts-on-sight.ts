import type { Ask } from './ask.js';
import { type CardFacts, loadFacts } from './card-facts.js';

const MOST_AT_ONCE = 100;

/**
 * Facts of the cards that have come into sight: what one frame of the screen brings is asked for together, and nothing
 * twice.
 */
export class FactsOnSight {
  private readonly known = new Map<string, CardFacts>();
  private readonly asked = new Set<string>();
  private waiting: string[] = [];
  private readonly listeners = new Set<() => void>();
  private version = 0;

  constructor(private readonly ask: Ask) {}

  get(id: string): CardFacts | undefined {
    return this.known.get(id);
  }

  want(id: string): void {
    if (this.asked.has(id)) return;
    this.asked.add(id);
    if (this.waiting.push(id) === 1) setTimeout(() => this.send(), 16);
  }

  /** Something else is to be said of these now; what is known of them holds until then. */
  renew(ids: readonly string[]): void {
    for (const id of ids) if (this.asked.delete(id)) this.want(id);
  }

  /** For `useSyncExternalStore`: a number that grows with what is known. */
  readonly snapshot = (): number => this.version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private send(): void {
    const all = this.waiting;
    this.waiting = [];
    for (let at = 0; at < all.length; at += MOST_AT_ONCE) void this.load(all.slice(at, at + MOST_AT_ONCE));
  }

  private async load(ids: readonly string[]): Promise<void> {
    // A card without its facts still has kind and label; whoever looks again asks again.
    const facts = await loadFacts(this.ask, ids).catch(() => undefined);
    if (facts === undefined) for (const id of ids) this.asked.delete(id);
    for (const [id, each] of facts ?? []) this.known.set(id, each);
    this.version++;
    for (const listener of this.listeners) listener();
  }
}
