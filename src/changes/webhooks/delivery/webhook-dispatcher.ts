import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../../../platform/database/queryable.js';
import type { StandingWork } from '../../../platform/jobs/standing-work.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { FeedAlarm } from '../../feed/feed-alarm.js';
import { type DeliveryDeps, deliver } from './deliver.js';
import { queueDeliveries, selectDueWebhooks, selectNextDelivery } from './delivery.sql.js';
import { sweepDeliveries } from './sweep-deliveries.js';

/** Deliveries to one webhook, before others have their turn. */
const MOST_IN_TURN = 20;
/** Webhooks that are found by one look; to look at thousands takes a while. */
const LOOK = 1_000;
/** Milliseconds until what is due is looked for, if nothing happens before; and at least, however much happens. */
const POLL_MS = 1_000;
const GATHER_MS = 25;
const SWEEP_MS = 60_000;
/** Milliseconds that a webhook is left alone where the fault was ours. */
const FAULT_MS = 5_000;

export interface DispatcherDeps extends DeliveryDeps {
  readonly alarm: FeedAlarm;
  readonly logger: Logger;
  readonly keepSeconds: number;
}

/** Webhooks that are served at once, each by itself. */
interface Lane {
  readonly isFailing: boolean;
  readonly most: number;
  readonly serving: Map<string, Promise<void>>;
  /** Those whose turn comes next. */
  readonly waiting: string[];
}

/**
 * Takes the feed onwards to the webhooks: queues each change for those that want it, and notes in the same statement how far that was; delivers what is
 * due, to each webhook one after the other. Whatever ends it, what was not recorded is done again: each change comes at least once.
 */
export class WebhookDispatcher implements StandingWork {
  readonly name = 'webhooks';

  constructor(private readonly deps: DispatcherDeps) {}

  async run(signal: AbortSignal, db: Queryable): Promise<void> {
    const ending = new AbortController();
    const ended = AbortSignal.any([signal, ending.signal]);
    // Those whose last try failed have a lane of their own, so they can't take the places of the others.
    const lanes: readonly Lane[] = [
      { isFailing: false, most: 48, serving: new Map(), waiting: [] },
      { isFailing: true, most: 16, serving: new Map(), waiting: [] },
    ];
    let swept = 0;
    try {
      while (!ended.aborted) {
        while (await queueDeliveries(db));
        for (const lane of lanes) await this.fill(db, lane, lanes, ended);
        if (performance.now() - swept > SWEEP_MS) {
          await sweepDeliveries(db, this.deps);
          swept = performance.now();
        }
        await this.deps.alarm.wait({ atLeastMs: GATHER_MS, atMostMs: POLL_MS, signal: ended });
      }
    } finally {
      ending.abort();
      await Promise.all(lanes.flatMap(({ serving }) => [...serving.values()]));
    }
  }

  private async fill(db: Queryable, lane: Lane, lanes: readonly Lane[], ended: AbortSignal): Promise<void> {
    if (lane.waiting.length > 0 || lane.serving.size >= lane.most) return;
    const busy = lanes.flatMap((each) => [...each.serving.keys()]);
    lane.waiting.push(...(await selectDueWebhooks(db, lane.isFailing, busy, LOOK)));
    this.begin(lane, ended);
  }

  /** Serves as many of those that wait as there are places. */
  private begin(lane: Lane, ended: AbortSignal): void {
    const { serving, waiting, most } = lane;
    while (serving.size < most && !ended.aborted) {
      const id = waiting.shift();
      if (id === undefined) return;
      const leave = () => {
        serving.delete(id);
        // Meanwhile others may have become due.
        if (waiting.length === 0) this.deps.alarm.ring();
        else this.begin(lane, ended);
      };
      if (!serving.has(id)) serving.set(id, this.serve(id, ended).finally(leave));
    }
  }

  private async serve(id: string, ended: AbortSignal): Promise<void> {
    const { database, logger } = this.deps;
    try {
      for (let count = 0; count < MOST_IN_TURN && !ended.aborted; count++) {
        const due = await selectNextDelivery(database, id);
        if (due === undefined || !(await deliver(this.deps, due, ended))) return;
      }
    } catch (error) {
      if (ended.aborted) return;
      logger.warn({ err: error, webhook: id }, 'a webhook could not be served; trying again');
      await sleep(FAULT_MS, undefined, { signal: ended }).catch(() => undefined);
    }
  }
}
