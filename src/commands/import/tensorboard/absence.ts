import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError, UnreachableError } from '@headwater/client/errors';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const AWAY_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const AWAY_CODES: ReadonlySet<unknown> = new Set(['UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED', 'ECONNRESET', 'ABORT_ERR']);

/** Whether nobody answered, or asked to come back later: the same may succeed then. */
export function isAway(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  if (error instanceof ServiceError && AWAY_STATUSES.has(error.status)) return true;
  return AWAY_CODES.has((error as { code?: unknown }).code);
}

/** Waits for a service that is away, a little longer each time, and says so: nobody sees nothing for longer than a wait. */
export class Absence {
  private since: number | undefined;
  private waitMs = FIRST_WAIT_MS;

  constructor(
    private readonly say: (words: string) => void,
    private readonly firstWaitMs = FIRST_WAIT_MS,
  ) {}

  /** When the service was last seen to be gone, while it is. */
  get began(): Date | undefined {
    return this.since === undefined ? undefined : new Date(this.since);
  }

  async wait(error: unknown, signal: AbortSignal): Promise<void> {
    const isFirst = this.since === undefined;
    if (isFirst) this.waitMs = this.firstWaitMs;
    this.since ??= Date.now();
    const next = `next try in ${seconds(this.waitMs)}, until Ctrl-C`;
    this.say(
      isFirst
        ? `${(error as Error).message}\nNothing is lost: it goes on where it was once that answers; ${next}.`
        : `Still away after ${seconds(Date.now() - this.since)}; ${next}.`,
    );
    await sleep(this.waitMs, undefined, { signal }).catch(() => undefined);
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }

  /** It has answered. */
  isOver(): void {
    if (this.since === undefined) return;
    this.say(`It is back after ${seconds(Date.now() - this.since)}.`);
    this.since = undefined;
  }
}

const seconds = (milliseconds: number) => `${Math.round(milliseconds / 1_000).toLocaleString('en')} s`;
