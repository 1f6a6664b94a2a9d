import type { Graph } from '../../../graph/graph.js';
import type { Database } from '../../../platform/database/database.js';
import { NotSentError, type OutboundSender } from '../../../platform/outbound/outbound-sender.js';
import { changeData } from '../../events/change-data.js';
import { deliveryId } from '../public-ids.js';
import { thingOf } from '../told-of-webhook.js';
import { type DueDelivery, disableWebhook, noteFailure, noteSuccess, recordAttempt } from './delivery.sql.js';
import { judgeAnswer, type Reply } from './judge-answer.js';
import { signedHeaders } from './signature.js';
import { webhookMessage } from './webhook-message.js';

export interface DeliveryDeps {
  readonly database: Database;
  readonly graph: Graph;
  readonly sender: OutboundSender;
  /** Seconds between attempts. */
  readonly waits: readonly number[];
  /** Names the service in CloudEvents. */
  readonly source: string;
}

/** A webhook that has failed for so long is disabled. */
const LONGEST_FAILING_MS = 5 * 24 * 3_600_000;

/** Tries to deliver once, and keeps how it went; whether it was delivered. What is broken off by the signal was not tried. */
export async function deliver(deps: DeliveryDeps, due: DueDelivery, signal: AbortSignal): Promise<boolean> {
  const { database, graph, sender, waits, source } = deps;
  const data = changeData(due, await graph.nodes.load(due.nodes));
  const { headers, body } = webhookMessage(data, due.format, source);
  const at = new Date();
  const secrets = due.formerSecret === null ? [due.secret] : [due.secret, due.formerSecret];
  const signed = signedHeaders({ id: deliveryId(due.deliveryId), body }, secrets, at);
  const began = performance.now();
  const reply = await sender.post({ url: due.url, headers: { ...headers, ...signed }, body }, signal).then(
    (answer): Reply => ({ answer }),
    (error: unknown): Reply => {
      if (!(error instanceof NotSentError)) throw error;
      return { error: error.message };
    },
  );
  if (signal.aborted && 'error' in reply) return false;
  const failures = { ofDelivery: due.failures, ofWebhook: due.failuresOfWebhook };
  const { outcome, pauseMs, isGone } = judgeAnswer(reply, failures, waits);
  const durationMs = Math.round(performance.now() - began);
  await recordAttempt(database, due.deliveryId, { ...outcome, at, durationMs });
  if (pauseMs === undefined) {
    if (due.failuresOfWebhook > 0) await noteSuccess(database, due.webhookId);
    return true;
  }
  await noteFailure(database, due.webhookId, pauseMs);
  if (isGone) await disable(deps, due.webhookId, 'It answered 410 Gone.');
  else if (due.failingSince !== null && at.getTime() - due.failingSince.getTime() > LONGEST_FAILING_MS)
    await disable(deps, due.webhookId, 'All that was tried for five days has failed.');
  return false;
}

/** Nobody asked for it, so the service itself stands in the log. */
function disable({ database, graph }: DeliveryDeps, id: string, because: string): Promise<void> {
  return database.transaction(async (tx) => {
    const project = await disableWebhook(tx, id, because);
    if (project === undefined) return;
    await graph.changeLog.add(tx, {
      project,
      principal: 'headwater',
      door: 'SERVICE',
      requestId: null,
      action: 'webhook:manage',
      nodes: [],
      reason: because,
      details: {
        things: { [thingOf(id)]: { before: { disabledBecause: null }, after: { disabledBecause: because } } },
      },
    });
  });
}
