import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { badInput, notFound } from '../../platform/errors.js';
import { replayDeadDeliveries, replayDelivery } from './log.sql.js';
import { readDeliveryId, readWebhookId } from './public-ids.js';
import type { ReplayWebhookDeliveryInput } from './webhook.input.js';
import { findWebhook } from './webhook.sql.js';
import { noSuchWebhook } from './webhook-use-cases.js';

const MOST_AT_ONCE = 10_000;

/** Puts into the queue what has ended, under the id that it had; gives how many. What waits there already stays where it is. */
export async function replayWebhookDelivery(
  { database, graph }: OnGraph,
  caller: Caller,
  { delivery, webhook }: ReplayWebhookDeliveryInput,
): Promise<number> {
  caller.demand('webhook:manage');
  const { project } = caller;
  if ((delivery == null) === (webhook == null))
    throw badInput('Name either a delivery or a webhook.', { field: 'input', expected: ['delivery', 'webhook'] });
  return database.transaction(async (tx) => {
    const notes = graph.record(tx, caller, 'webhook:manage');
    if (webhook != null) {
      const id = readWebhookId(webhook);
      if (id === undefined || (await findWebhook(tx, project, id)) === undefined) throw noSuchWebhook(webhook);
      const queued = await replayDeadDeliveries(tx, id, MOST_AT_ONCE);
      notes.count('replayedDeliveries', queued);
      return queued;
    }
    const id = readDeliveryId(delivery ?? '');
    if (id !== undefined && (await replayDelivery(tx, id, project)) !== undefined) {
      notes.count('replayedDeliveries', 1);
      return 1;
    }
    const found = (delivery ?? '').slice(0, 80);
    throw notFound(
      `There is no delivery ${JSON.stringify(found)} in this project that has ended; Webhook.deliveries lists them.`,
      { field: 'delivery', found },
    );
  });
}
