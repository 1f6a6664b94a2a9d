import type { BackgroundWork } from '../../graph/room.js';
import type { Database } from '../../platform/database/database.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import { sealChanges } from './seal-changes.js';

/** So long after a commit of this process, what others have committed meanwhile is sealed with it. */
const GATHER_MS = 25;
/** Where changes come one after the other, so much later the next ones are: to seal many costs hardly more than to seal one. */
const REST_MS = 100;
/** Changes of processes that died before they sealed them wait no longer. */
const PATROL_MS = 2_000;

/** Seals changes soon after they are committed. A mutation doesn't wait for it. */
export class ChangeSealer implements BackgroundWork {
  private timer: NodeJS.Timeout | undefined;
  private sealing: Promise<void> | undefined;
  private asked = false;
  private stopped = true;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.stopped = false;
    this.later(PATROL_MS);
  }

  /** Says that something has been committed. */
  wake(): void {
    if (this.stopped || this.asked) return;
    this.asked = true;
    if (this.sealing === undefined) this.later(GATHER_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sealing;
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.sealing = this.seal();
    }, ms);
    this.timer.unref();
  }

  private async seal(): Promise<void> {
    this.asked = false;
    try {
      await sealChanges(this.database);
    } catch (error) {
      this.logger.warn({ err: error }, 'cannot seal changes; trying again');
    }
    this.sealing = undefined;
    if (!this.stopped) this.later(this.asked ? REST_MS : PATROL_MS);
  }
}
