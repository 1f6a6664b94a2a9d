import type { Database } from '../../platform/database/database.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import { markUsed } from './api-key.sql.js';

const FLUSH_MS = 10_000;

/** Notes when keys were used last: now and then, for all of them at once, and never while a request waits. */
export class KeyUses {
  private uses = new Map<string, Date>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  note(keyId: string): void {
    this.uses.set(keyId, new Date());
  }

  start(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async flush(): Promise<void> {
    if (this.uses.size === 0) return;
    const { uses } = this;
    this.uses = new Map();
    await markUsed(this.database, uses).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'cannot note when keys were used');
    });
  }
}
