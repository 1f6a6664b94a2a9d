import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { newNodeId } from '../../graph/nodes/node-id.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput, failedPrecondition, notFound } from '../../platform/errors.js';
import type { AddressBlock } from '../../platform/outbound/address-rules.js';
import { checkActions } from '../feed/check-actions.js';
import { checkDescription, checkUrl } from './check-webhook.js';
import { newSecret } from './delivery/signature.js';
import { readWebhookId } from './public-ids.js';
import { thingOf, toldOf } from './told-of-webhook.js';
import type {
  CreateWebhookInput,
  DeleteWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
} from './webhook.input.js';
import {
  countWebhooks,
  insertWebhook,
  lockWebhook,
  markWebhookDeleted,
  rotateSecret,
  updateWebhookRow,
  type WebhookRow,
} from './webhook.sql.js';
import { WebhookFormat } from './webhook.type.js';

/** Of a project. */
const MOST_WEBHOOKS = 1_000;
const KEPT_HOURS = 24;
const MOST_HOURS = 168;

export interface WebhookDeps extends OnGraph {
  /** Networks that may be posted to though they aren't of the internet. */
  readonly allowed: readonly AddressBlock[];
}

/** A webhook, and its secret, which nobody is told again. */
export interface WebhookWithSecret {
  readonly webhook: WebhookRow;
  readonly secret: string;
}

export async function createWebhook(
  { database, graph, allowed }: WebhookDeps,
  caller: Caller,
  input: CreateWebhookInput,
): Promise<WebhookWithSecret> {
  caller.demand('webhook:manage');
  const { project, user } = caller;
  const secret = newSecret();
  const made = {
    id: newNodeId(),
    project,
    url: checkUrl(input.url, allowed),
    description: checkDescription(input.description),
    actions: checkActions(input.actions),
    format: input.format ?? WebhookFormat.STANDARD,
    secret,
    createdBy: user,
  };
  return database.transaction(async (tx) => {
    const found = await countWebhooks(tx, project);
    if (found >= MOST_WEBHOOKS)
      throw failedPrecondition(`The project has ${found} webhooks; delete some first.`, { expected: MOST_WEBHOOKS });
    const notes = graph.record(tx, caller, 'webhook:manage');
    const webhook = await insertWebhook(tx, made);
    notes.changedThing(thingOf(webhook.id), null, toldOf(webhook));
    return { webhook, secret };
  });
}

export async function updateWebhook(
  { database, graph, allowed }: WebhookDeps,
  caller: Caller,
  input: UpdateWebhookInput,
): Promise<WebhookRow> {
  caller.demand('webhook:manage');
  return database.transaction(async (tx) => {
    const before = await requireWebhook(tx, caller, input.webhook);
    const { disabledAt, disabledBecause } = stateAfter(before, input.enabled, caller);
    const change = {
      url: input.url == null ? before.url : checkUrl(input.url, allowed),
      description: input.description === undefined ? before.description : checkDescription(input.description),
      actions: input.actions === undefined ? before.actions : checkActions(input.actions),
      format: input.format ?? before.format,
      disabledAt,
      disabledBecause,
    };
    const afresh = change.url !== before.url || (before.disabledAt !== null && disabledAt === null);
    const notes = graph.record(tx, caller, 'webhook:manage');
    const webhook = await updateWebhookRow(tx, before.id, change, afresh);
    notes.changedThing(thingOf(webhook.id), toldOf(before), toldOf(webhook));
    return webhook;
  });
}

function stateAfter(
  before: WebhookRow,
  enabled: boolean | null | undefined,
  { user }: Caller,
): Pick<WebhookRow, 'disabledAt' | 'disabledBecause'> {
  if (enabled == null || enabled === (before.disabledAt === null)) return before;
  return enabled
    ? { disabledAt: null, disabledBecause: null }
    : { disabledAt: new Date(), disabledBecause: `${user} has disabled it.` };
}

/** Nothing is posted to it any more, but for what is under way. */
export async function deleteWebhook(
  { database, graph }: WebhookDeps,
  caller: Caller,
  input: DeleteWebhookInput,
): Promise<WebhookRow> {
  caller.demand('webhook:manage');
  return database.transaction(async (tx) => {
    const before = await requireWebhook(tx, caller, input.webhook);
    await markWebhookDeleted(tx, before.id);
    graph.record(tx, caller, 'webhook:manage').changedThing(thingOf(before.id), toldOf(before), null);
    return before;
  });
}

/** For a time deliveries are signed with both secrets, so that receivers can change theirs when they like. */
export async function rotateWebhookSecret(
  { database, graph }: WebhookDeps,
  caller: Caller,
  input: RotateWebhookSecretInput,
): Promise<WebhookWithSecret> {
  caller.demand('webhook:manage');
  const hours = input.keepFormerHours ?? KEPT_HOURS;
  if (hours < 0 || hours > MOST_HOURS)
    throw badInput(`keepFormerHours is ${hours}; it is from 0 to ${MOST_HOURS}.`, {
      field: 'keepFormerHours',
      found: hours,
    });
  const secret = newSecret();
  return database.transaction(async (tx) => {
    const { id } = await requireWebhook(tx, caller, input.webhook);
    const webhook = await rotateSecret(tx, id, secret, hours * 3_600);
    const rotated = { secretRotatedAt: new Date().toISOString() };
    graph.record(tx, caller, 'webhook:manage').changedThing(thingOf(id), {}, rotated);
    return { webhook, secret };
  });
}

async function requireWebhook(tx: Queryable, { project }: Caller, publicId: string): Promise<WebhookRow> {
  const id = readWebhookId(publicId);
  const webhook = id === undefined ? undefined : await lockWebhook(tx, project, id);
  if (webhook === undefined) throw noSuchWebhook(publicId);
  return webhook;
}

export function noSuchWebhook(publicId: string): Error {
  const found = publicId.slice(0, 80);
  return notFound(`There is no webhook ${JSON.stringify(found)} in this project; webhooks lists them.`, { found });
}
