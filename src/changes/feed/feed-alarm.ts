import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeFeed } from '../../platform/database/change-feed.js';

/** Tells those who wait that the feed has grown, in whichever process that was. */
export class FeedAlarm {
  private readonly listeners = new Set<() => void>();
  private notifications: ChangeFeed | undefined;
  private started: Promise<void> | undefined;
  private isStopped = false;

  /** `listener` is called when somebody first waits: to listen takes a connection. */
  constructor(private readonly listener: () => ChangeFeed) {}

  /** Begins to listen, if nobody has. */
  async start(): Promise<void> {
    if (this.isStopped) return;
    this.started ??= this.listen();
    await this.started;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.notifications?.stop();
  }

  private listen(): Promise<void> {
    this.notifications = this.listener();
    this.notifications.whenChanged(() => this.ring());
    return this.notifications.start();
  }

  ring(): void {
    for (const listener of [...this.listeners]) listener();
  }

  /** What hears every ring from here on. Forget it in the end. */
  bell(): Bell {
    return new Bell(this.listeners);
  }

  /** Resolves at the next ring, or when so long has passed, or at the signal; not before the least time. */
  async wait(limits: {
    readonly atLeastMs: number;
    readonly atMostMs: number;
    readonly signal: AbortSignal;
  }): Promise<void> {
    const { atLeastMs, atMostMs, signal } = limits;
    await this.start();
    const bell = this.bell();
    try {
      await sleep(atLeastMs, undefined, { signal }).catch(() => undefined);
      await bell.wait(atMostMs, signal);
    } finally {
      bell.forget();
    }
  }
}

/** Remembers that the alarm has rung since it was made. */
export class Bell {
  private hasRung = false;
  private wake: (() => void) | undefined;

  constructor(private readonly listeners: Set<() => void>) {
    listeners.add(this.hear);
  }

  forget(): void {
    this.listeners.delete(this.hear);
  }

  /** Resolves once it has rung, or when so long has passed, or at the signal. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.hasRung || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
      this.wake = end;
    });
  }

  private readonly hear = (): void => {
    this.hasRung = true;
    this.wake?.();
  };
}
