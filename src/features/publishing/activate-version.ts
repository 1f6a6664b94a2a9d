import type { Graph } from '../../graph/graph.js';
import { checkOverride, type Override } from '../../graph/guards/override.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/errors.js';
import { checkWords } from '../../platform/text/check-text.js';
import { requireRows } from '../definitions/changes/dropped-rows.js';
import { type Definition, selectDefinitions } from '../definitions/references/feature-references.sql.js';
import { awaitWriters } from '../definitions/storage/writer-lock.sql.js';
import { FEATURE_SET, FEATURE_SET_VERSION } from '../feature-kinds.js';
import { ActivationCause } from './activation-cause.js';
import { findCurrent, makeCurrent } from './make-current.js';
import { requireSameEntities, requireSameShape } from './require-activatable.js';
import { shareOfSet } from './share-of-set.js';

/** Whether, and why, a version may become current that its readers would notice. */
export interface Force {
  readonly force?: boolean | null | undefined;
  readonly reason?: string | null | undefined;
  /** The same in one: it forces, and says why. */
  readonly override?: Override | null | undefined;
}

export interface ActivateRequest extends Force {
  /** Reference of the feature set version; it says which. */
  readonly featureSetVersion: string;
}

/** What an activation came to. */
export interface Activated {
  readonly featureSetId: string;
  readonly featureSetVersionId: string;
  /** What was current before; null where nothing was. */
  readonly previousId: string | null;
  /** False when it was current already. */
  readonly changed: boolean;
}

/**
 * Makes a version the one that unpinned references mean. Refused while readers of the current one would miss features or entities, unless
 * forced with a reason. What pins a version stays where it is.
 */
export async function activateVersion(
  database: Database,
  graph: Graph,
  caller: Caller,
  request: ActivateRequest,
): Promise<Activated> {
  caller.demand('feature-set:activate');
  checkForce(caller, request);
  const { featureSetVersion: ref } = request;
  const kinds = [FEATURE_SET, FEATURE_SET_VERSION];
  const { id, kind, label } = await graph.references.resolve(database, caller.project, ref, kinds);
  if (kind === FEATURE_SET) {
    throw badInput(`"${ref}" names no version; say which one is to be current, such as "${label ?? ref}@2".`, {
      field: 'featureSetVersion',
      found: ref,
    });
  }
  const next = (await selectDefinitions(database, [id])).get(id);
  const change = { ...request, id, cause: ActivationCause.ACTIVATION };
  return shareOfSet(database, next?.featureSetId, next === undefined ? [] : [next.storage], () =>
    database.transaction((tx) => {
      graph.record(tx, caller, 'feature-set:activate', reasonOf(request));
      return activateWithin(tx, graph, caller, change);
    }),
  );
}

export function isForced({ force, override }: Force): boolean {
  return force === true || override != null;
}

export function reasonOf({ reason, override }: Force): string | null {
  return reason ?? override?.reason ?? null;
}

/** Throws BAD_USER_INPUT for force without a reason, FORBIDDEN for whoever may not override: to force is to override by an older word. */
export function checkForce(caller: Caller, { force, reason, override }: Force): void {
  checkOverride(caller, override);
  if (force === true) caller.demand('guard:override');
  if (reason != null) checkWords('reason', reason, 2_000);
  if (force === true && reason == null && override == null)
    throw badInput('force needs a reason, which is kept: say why unpinned readers are switched all the same.', {
      field: 'reason',
    });
}

/** How a version becomes current. */
interface Switch extends Force {
  readonly id: string;
  readonly cause: ActivationCause;
  /** Called when writers of both versions, and of this storage, are kept out, before entities are compared. */
  readonly fill?: { readonly storage: number; readonly copy: () => Promise<void> };
}

/** The same inside a transaction. */
export async function activateWithin(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  change: Switch,
): Promise<Activated> {
  const { id, cause, fill } = change;
  const forced = isForced(change);
  const next = await lockedVersion(tx, id);
  const { featureSetId } = next;
  const current = await findCurrent(tx, featureSetId);
  const previousId = current?.id ?? null;
  if (previousId === id) return { featureSetId, featureSetVersionId: id, previousId, changed: false };
  requireRows(next);
  if (current !== undefined && !forced) await requireSameShape(tx, graph.nodes.within(tx), current, next);
  if (fill !== undefined || (current !== undefined && !forced)) {
    await awaitWriters(
      tx,
      [current, next, fill].flatMap((one) => (one === undefined ? [] : [one.storage])),
    );
    await fill?.copy();
  }
  if (current !== undefined && !forced) await requireSameEntities(tx, current, next);
  const reason = reasonOf(change);
  if (forced && reason !== null) changeNotes(tx).overrode(reason, []);
  await makeCurrent(tx, {
    featureSetId,
    fromId: previousId,
    toId: id,
    cause,
    forced,
    reason,
    activatedBy: caller.user,
  });
  return { featureSetId, featureSetVersionId: id, previousId, changed: true };
}

/** A living version, whose set nobody else publishes to, activates in or deletes from until the transaction ends. */
async function lockedVersion(tx: Transaction, id: string): Promise<Definition> {
  const find = async () => (await selectDefinitions(tx, [id])).get(id);
  const found = await find();
  const locked = found !== undefined && (await lockNode(tx, found.featureSetId));
  const version = locked ? await find() : undefined;
  if (version === undefined || version.deleted)
    throw notFound(`${found?.label ?? id} was deleted a moment ago.`, { found: found?.label ?? id });
  return version;
}
