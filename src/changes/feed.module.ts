import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { ChangeFeed } from '../platform/database/change-feed.js';
import type { Logger } from '../platform/telemetry/logger.js';
import type { ChangesAfter } from './changes.module.js';
import { cursorOf } from './feed/cursor.js';
import { FeedAlarm } from './feed/feed-alarm.js';
import { FeedFollower } from './feed/feed-follower.js';
import { ChangedResolver } from './graphql/changed.resolver.js';
import { CHANGES_CHANNEL, selectLastPosition } from './seal/seal.sql.js';
import { type NatsSettings, NatsSink } from './sinks/nats-sink.js';
import { createWebhooks } from './webhooks/create-webhooks.js';
import type { WebhookSettings } from './webhooks/webhook-settings.js';

export interface FeedOffers {
  readonly feedAlarm: FeedAlarm;
  readonly feedFollower: FeedFollower;
}

interface FeedNeeds extends OnGraph {
  readonly logger: Logger;
  readonly changesAfter: ChangesAfter;
  readonly settings: { readonly nats: NatsSettings | undefined; readonly webhooks: WebhookSettings };
}

/** The feed as it grows, and all that takes it onwards. */
export const FEED: Room<FeedNeeds, FeedOffers> = {
  open({ database, graph, logger, changesAfter, settings }) {
    const feedAlarm = new FeedAlarm(() => new ChangeFeed(database.pool.options, CHANGES_CHANNEL, logger));
    const lastPosition = () => selectLastPosition(database);
    const feedFollower = new FeedFollower({ changesAfter, lastPosition }, feedAlarm, cursorOf);
    const { resolvers, standing } = createWebhooks({ database, graph, logger, feedAlarm, settings });
    const { nats, webhooks } = settings;
    const sink = nats && new NatsSink({ graph, alarm: feedAlarm, changesAfter, source: webhooks.source, nats });
    return {
      offers: { feedAlarm, feedFollower },
      resolvers: [new ChangedResolver({ database, graph }, feedFollower), ...resolvers],
      // It begins to listen when somebody first waits.
      background: [{ start() {}, stop: () => feedAlarm.stop() }],
      standing: [...standing, ...(sink === undefined ? [] : [sink])],
    };
  },
};
