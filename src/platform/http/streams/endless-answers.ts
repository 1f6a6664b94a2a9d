import { HeadwaterError } from '../../errors.js';

/** Answers that have no end of their own: they are counted, and ended when the service is. */
export class EndlessAnswers {
  private readonly ends = new Set<() => void>();
  private readonly idle = new Set<() => void>();
  private readonly byWhom = new Map<string, number>();
  private closing = false;

  /** `most` at once, and half of them for one caller. */
  constructor(private readonly most: number) {}

  get count(): number {
    return this.ends.size;
  }

  /** Begins one; gives what says that it has ended. Throws UNAVAILABLE or RATE_LIMITED where there is no place for it. */
  begin(who: string, end: () => void): () => void {
    if (this.closing) throw new HeadwaterError('UNAVAILABLE', 'The service is being stopped; come back in a moment.');
    if (this.ends.size >= this.most)
      throw new HeadwaterError(
        'UNAVAILABLE',
        `${this.most} subscriptions are open already (MAX_SUBSCRIPTIONS); try again later, or ask for changes by their cursor.`,
        { expected: this.most },
      );
    const own = this.byWhom.get(who) ?? 0;
    const mostOwn = Math.ceil(this.most / 2);
    if (own >= mostOwn)
      throw new HeadwaterError(
        'RATE_LIMITED',
        `You have ${own} subscriptions open already; at most ${mostOwn} are for one caller. End some first.`,
        { found: own, expected: mostOwn },
      );
    const known = () => end();
    this.ends.add(known);
    this.byWhom.set(who, own + 1);
    return () => {
      if (!this.ends.delete(known)) return;
      const left = (this.byWhom.get(who) ?? 1) - 1;
      if (left === 0) this.byWhom.delete(who);
      else this.byWhom.set(who, left);
    };
  }

  /** Has it ended with the others, though it tells nobody anything yet and takes no place; gives what says that it has ended. */
  beginIdle(end: () => void): () => void {
    if (this.closing) end();
    const known = () => end();
    this.idle.add(known);
    return () => this.idle.delete(known);
  }

  /** Ends all, and lets none begin. */
  endAll(): void {
    this.closing = true;
    for (const end of [...this.ends, ...this.idle]) end();
  }
}
