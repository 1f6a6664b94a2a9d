import type { SealedChange } from '../record/change-record.js';
import type { FeedPage } from './changes-after.js';
import type { ChangeFilter } from './feed.sql.js';

/** How much of the end of the feed is remembered: so many changes, and so many characters of what they hold. */
const MOST_CHANGES = 1_000;
const MOST_CHARACTERS = 4_000_000;
const PAGE = 200;

/** Reads changes of all projects behind a position. */
type ReadAll = (after: number, limit: number) => Promise<FeedPage>;

interface Remembered {
  readonly change: SealedChange;
  readonly size: number;
}

/** The end of the feed, read once for all who follow it: a thousand of them cost the database what one does. */
export class FeedTail {
  private readonly remembered: Remembered[] = [];
  private size = 0;
  /** What is remembered lies behind `begin`, up to `end`. */
  private begin: number | undefined;
  private end = 0;
  private reading: Promise<number> | undefined;
  private next: Promise<number> | undefined;

  constructor(
    private readonly read: ReadAll,
    private readonly lastPosition: () => Promise<number>,
  ) {}

  /** Reads what has come by now. A look that is under way may have begun too early, so whoever asks meanwhile waits for the next one. */
  refresh(): Promise<number> {
    if (this.reading === undefined) {
      this.reading = this.grow().finally(() => {
        this.reading = undefined;
      });
      return this.reading;
    }
    this.next ??= this.reading
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.refresh();
      });
    return this.next;
  }

  /** What is remembered behind a position that passes the filter; undefined where that was forgotten. */
  after(position: number, filter: ChangeFilter): FeedPage | undefined {
    if (this.begin === undefined || position < this.begin) return undefined;
    const first = this.remembered.findIndex(({ change }) => change.position > position);
    const changes = first < 0 ? [] : this.remembered.slice(first).map(({ change }) => change);
    return {
      changes: changes.filter((change) => passes(change, filter)),
      position: Math.max(position, this.end),
      more: false,
    };
  }

  private async grow(): Promise<number> {
    if (this.begin === undefined) {
      this.begin = await this.lastPosition();
      this.end = this.begin;
    }
    for (let more = true; more; ) {
      const page = await this.read(this.end, PAGE);
      for (const change of page.changes) this.remember(change);
      this.end = page.position;
      more = page.more;
    }
    return this.end;
  }

  private remember(change: SealedChange): void {
    const size = JSON.stringify(change.details).length;
    this.remembered.push({ change, size });
    this.size += size;
    while (this.remembered.length > MOST_CHANGES || (this.size > MOST_CHARACTERS && this.remembered.length > 0)) {
      const oldest = this.remembered.shift();
      if (oldest === undefined) return;
      this.size -= oldest.size;
      this.begin = oldest.change.position;
    }
  }
}

/** The same rule as that of the statement in feed.sql.ts. */
export function passes(change: SealedChange, { project, nodes, principal, actions }: ChangeFilter): boolean {
  return (
    (project === undefined || (change.project ?? '') === project) &&
    (nodes === undefined || change.nodes.some((id) => nodes.includes(id))) &&
    (principal === undefined || change.principal === principal) &&
    (actions === undefined || actions.includes(change.action))
  );
}
