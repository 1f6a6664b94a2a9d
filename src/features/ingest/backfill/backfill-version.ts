import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, failedPrecondition } from '../../../platform/errors.js';
import { unchangedFeatures } from '../../definitions/changes/compare-versions.js';
import { requireRows } from '../../definitions/changes/dropped-rows.js';
import { loadComparedVersions } from '../../definitions/changes/load-compared-versions.js';
import { type Definition, selectDefinitions } from '../../definitions/references/feature-references.sql.js';
import { FEATURE_SET_VERSION } from '../../feature-kinds.js';
import { activateWithin, checkForce, type Force, isForced, reasonOf } from '../../publishing/activate-version.js';
import { ActivationCause } from '../../publishing/activation-cause.js';
import { findCurrent } from '../../publishing/make-current.js';
import { requireSameShape } from '../../publishing/require-activatable.js';
import { shareOfSet } from '../../publishing/share-of-set.js';
import type { EventHorizon } from '../event-horizon.js';
import { type BackfillCursor, readBackfillCursor, writeBackfillCursor } from './backfill-cursor.js';
import { catchUp, comeNear, copyHistory } from './copy-history.js';
import { valueCopier } from './value-copier.js';

const ROWS = 20_000;

/** What one call came to. */
export interface Backfill {
  readonly fromId: string;
  readonly toId: string;
  /** Features whose values were copied; the others have their default, or null. */
  readonly copied: readonly string[];
  readonly read: number;
  readonly written: number;
  /** Events that lie too far ahead, and were left out. */
  readonly rejected: number;
  /** Pass it on to go on; null when every event was looked at. */
  readonly cursor: string | null;
  /** Whether this call made the later version current. */
  readonly activated: boolean;
}

export interface BackfillRequest extends Force {
  readonly featureSet: string;
  readonly from?: string | null | undefined;
  readonly cursor?: string | null | undefined;
  readonly maxRows?: number | null | undefined;
  /** Make it current when every event was copied. */
  readonly activate?: boolean | null | undefined;
  readonly horizon: EventHorizon;
}

/**
 * Copies the events of an earlier version into a later one, for the features that mean the same in both. Their ingest time is now: what was
 * known to the later version before stays as it was, so training sets made until then come out the same. Events that the later version has
 * already are left alone, so that it can be asked for again. With `activate` the last call also copies what was written meanwhile and makes
 * the version current, in one transaction.
 */
export async function backfillVersion(
  database: Database,
  graph: Graph,
  caller: Caller,
  request: BackfillRequest,
): Promise<Backfill> {
  caller.demand('feature-set:backfill');
  const maxRows = request.maxRows ?? ROWS;
  if (maxRows < 1 || maxRows > 1_000_000)
    throw badInput(`maxRows is ${maxRows}; it is from 1 to 1,000,000.`, { field: 'maxRows' });
  const activate = request.activate === true;
  if (activate) caller.demand('feature-set:activate');
  const start = readStart(caller, request, activate);
  const [from, to] = await findVersions(database, graph, caller, request);
  const copied = await requireUnchanged(database, graph, from, to);
  // What would be refused at the end is refused before anything is copied.
  if (activate && !isForced(request)) await requireShapeOfCurrent(database, graph, to);
  const source = {
    from,
    to,
    caller,
    copy: valueCopier(from, to, new Set(copied)),
    exactly: activate,
    horizon: request.horizon,
    quotas: graph.quotas,
    project: caller.project,
  };
  const { place, more, ...counts } = await copyHistory(database, graph, source, start, maxRows);
  const answer = { fromId: from.id, toId: to.id, copied, ...counts };
  if (more) return { ...answer, cursor: writeBackfillCursor(place), activated: false };
  if (!activate) return { ...answer, cursor: null, activated: false };
  const near = await comeNear(database, graph, source, place.since ?? '-infinity');
  let late = { written: 0, rejected: 0 };
  const activateFilled = async (tx: Transaction) => {
    graph.record(tx, caller, 'feature-set:backfill', reasonOf(request));
    const copy = async () => {
      late = await catchUp(tx, source, near.since);
    };
    const fill = { storage: from.storage, copy };
    return activateWithin(tx, graph, caller, { ...request, id: to.id, cause: ActivationCause.BACKFILL, fill });
  };
  const { changed } = await shareOfSet(database, to.featureSetId, [from.storage, to.storage], () =>
    database.transaction(activateFilled),
  );
  const written = counts.written + near.written + late.written;
  const rejected = counts.rejected + near.rejected + late.rejected;
  return { ...answer, written, rejected, cursor: null, activated: changed };
}

function readStart(caller: Caller, request: BackfillRequest, activate: boolean): BackfillCursor {
  checkForce(caller, request);
  if (!activate && (request.force ?? request.reason ?? request.override) != null)
    throw badInput('force, reason and override go with activate: true.', { field: 'activate' });
  const start = readBackfillCursor(request.cursor);
  if (activate && request.cursor != null && start.since === undefined)
    throw badInput('The calls before had no activate: true; begin without a cursor to activate at the end.', {
      field: 'cursor',
    });
  return start;
}

/** The features that are copied. Throws FAILED_PRECONDITION where there are none. */
async function requireUnchanged(
  database: Database,
  graph: Graph,
  from: Definition,
  to: Definition,
): Promise<readonly string[]> {
  const [one, other] = await loadComparedVersions(database, graph.nodes, [from.id, to.id]);
  if (one === undefined || other === undefined) throw new Error('a version has no definition');
  const copied = unchangedFeatures(one, other);
  if (copied.length > 0) return copied;
  throw failedPrecondition(
    `No feature of ${to.label} is as it was in ${from.label}, so there is nothing to copy; compareFeatureSetVersions says what changed.`,
    { field: 'from', found: from.label },
  );
}

async function requireShapeOfCurrent(database: Database, graph: Graph, to: Definition): Promise<void> {
  const current = await findCurrent(database, to.featureSetId);
  if (current !== undefined && current.id !== to.id) await requireSameShape(database, graph.nodes, current, to);
}

async function findVersions(
  database: Database,
  graph: Graph,
  caller: Caller,
  { featureSet, from, activate }: BackfillRequest,
): Promise<[Definition, Definition]> {
  const kinds = [FEATURE_SET_VERSION];
  const to = await graph.references.resolve(database, caller.project, featureSet, kinds);
  if (activate === true && !to.pinned)
    throw badInput(
      `"${featureSet}" means ${to.label}, which is current; say which version is to be, such as "${featureSet}@2".`,
      {
        field: 'featureSet',
        found: featureSet,
      },
    );
  const earlier = from ?? predecessorOf(to.label ?? featureSet);
  const source = await graph.references.resolve(database, caller.project, earlier, kinds);
  const definitions = await selectDefinitions(database, [source.id, to.id]);
  const [one, other] = [definitions.get(source.id), definitions.get(to.id)];
  if (one === undefined || other === undefined) throw new Error('a feature set version has no definition');
  if (one.id === other.id) throw badInput(`${other.label} can't be backfilled from itself.`, { field: 'from' });
  if (one.entityId !== other.entityId)
    throw badInput(`${one.label} is about ${one.entity}, ${other.label} about ${other.entity}.`, { field: 'from' });
  requireRows(one);
  requireRows(other);
  return [one, other];
}

function predecessorOf(label: string): string {
  const [set, version] = label.split('@');
  if (Number(version) > 1) return `${set}@${Number(version) - 1}`;
  throw badInput(`${label} has no predecessor; name the version to copy from.`, { field: 'from' });
}
