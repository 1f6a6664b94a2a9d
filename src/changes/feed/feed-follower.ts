import pLimit from 'p-limit';
import { badInput, HeadwaterError } from '../../platform/errors.js';
import type { SealedChange } from '../record/change-record.js';
import type { FeedPage } from './changes-after.js';
import type { ChangeFilter } from './feed.sql.js';
import type { FeedAlarm } from './feed-alarm.js';
import { FeedTail } from './feed-tail.js';

/** Those who are behind read so many pages at once, however many they are. */
const READERS = 2;
const PAGE = 100;
/** Milliseconds until the feed is looked at where no notification came. */
const PATROL_MS = 5_000;
/** Milliseconds that a reader may take for one change. */
const PATIENCE_MS = 15_000;

export interface FeedReads {
  readonly changesAfter: (after: number, filter: ChangeFilter, limit: number) => Promise<FeedPage>;
  readonly lastPosition: () => Promise<number>;
}

export interface Following {
  /** Undefined: from now on. */
  readonly after: number | undefined;
  readonly filter: ChangeFilter;
  readonly signal: AbortSignal;
}

/** The cursor of a position, as all lists of changes give it. */
export type CursorOf = (position: number) => string;

/** Follows the feed as it grows, for any number of readers: each takes what it wants when it wants it, and nothing is kept for those who are slow. */
export class FeedFollower {
  private readonly tail: FeedTail;
  private readonly readers = pLimit(READERS);

  constructor(
    private readonly reads: FeedReads,
    private readonly alarm: FeedAlarm,
    private readonly cursorOf: CursorOf,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.tail = new FeedTail((after, limit) => reads.changesAfter(after, {}, limit), reads.lastPosition);
  }

  /** Where the feed ends now: what is read from here on has seen every change up to it. */
  end(): Promise<number> {
    return this.tail.refresh();
  }

  /**
   * Every change behind `after` that passes the filter, in the order of the feed, without end. Throws BAD_USER_INPUT for a position that the feed has
   * not reached, UNAVAILABLE where a change isn't taken in time: both say how to go on.
   */
  async *follow({ after, filter, signal }: Following): AsyncGenerator<SealedChange, void> {
    await this.alarm.start();
    const last = await this.tail.refresh();
    if (after !== undefined) this.requireReached(after, last);
    let position = after ?? last;
    while (!signal.aborted) {
      // Whatever rings from here on is looked at.
      const bell = this.alarm.bell();
      try {
        await this.tail.refresh();
        const page = this.tail.after(position, filter) ?? (await this.readPage(position, filter));
        for (const change of page.changes) {
          const given = performance.now();
          yield change;
          if (performance.now() - given > this.patienceMs) throw tooSlow(this.cursorOf(change.position));
          if (signal.aborted) return;
        }
        position = page.position;
        if (!page.more) await bell.wait(PATROL_MS, signal);
      } finally {
        bell.forget();
      }
    }
  }

  /** Throws BAD_USER_INPUT for a position behind the last one. */
  requireReached(position: number, last: number): void {
    if (position > last) throw aheadOfFeed(this.cursorOf(position));
  }

  private readPage(position: number, filter: ChangeFilter): Promise<FeedPage> {
    return this.readers(() => this.reads.changesAfter(position, filter, PAGE));
  }
}

function aheadOfFeed(cursor: string): Error {
  return badInput(
    `The feed has not come as far as ${JSON.stringify(cursor)}: its database is an older one than that which gave it. Read everything anew, then follow from the end.`,
    { field: 'after', found: cursor },
  );
}

function tooSlow(cursor: string): Error {
  return new HeadwaterError(
    'UNAVAILABLE',
    `Changes are not taken as they come, so this has ended. Nothing is lost: resume with after: ${JSON.stringify(cursor)}.`,
    { resumeAfter: cursor },
  );
}
