import { DATASET_VERSION } from '../../../datasets/dataset-kinds.js';
import type { Graph } from '../../../graph/graph.js';
import { type Caller, isOwn } from '../../../graph/nodes/caller.js';
import type { Database } from '../../../platform/database/database.js';
import { conflict } from '../../../platform/errors.js';
import { now } from '../../../platform/time/instant.js';
import { selectDefinitions } from '../../definitions/references/feature-references.sql.js';
import { FEATURE_SET_VERSION } from '../../feature-kinds.js';
import type { UnpinnedUses } from '../../lookups/online/plans/unpinned-uses.js';
import { findIngest, type KnownIngest, tryLockKey } from './ingest-record.sql.js';
import { mergeIngest } from './merge-ingest.js';
import { analyzeStage, createStage } from './stage.sql.js';
import { type IncomingRows, sha256Of, stageRows } from './stage-rows.js';

/** Bulk rows of one feature set version. */
export interface IngestRequest extends IncomingRows {
  /** Reference of the feature set version. */
  readonly featureSet: string;
  /** Reference of the dataset version that the rows came from. */
  readonly dataset: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Counts those that name no version. */
  readonly unpinnedWrites: UnpinnedUses;
}

/** The answer as JSON text, and whether an earlier request had it already. */
export interface IngestAnswer {
  readonly text: string;
  readonly replayed: boolean;
}

/**
 * Ingests a table of any size: staged first, then merged in one transaction together with its run and its record, so that a crash at
 * any moment leaves all of it or nothing. A key that was used before gives the earlier answer and changes nothing.
 */
export async function ingestRows(
  database: Database,
  graph: Graph,
  caller: Caller,
  request: IngestRequest,
): Promise<IngestAnswer> {
  caller.demand('feature:write');
  const version = await graph.references.resolve(database, caller.project, request.featureSet, [FEATURE_SET_VERSION]);
  const definition = (await selectDefinitions(database, [version.id])).get(version.id);
  if (definition === undefined) throw new Error(`feature set version ${version.id} has no definition`);
  // Who has no room left hears of it before everything was sent.
  graph.quotas.demand(caller.project, { rows: 1, bytes: 1 });
  const source = {
    featureSetVersionId: version.id,
    datasetVersionId: await findDataset(database, graph, caller, request),
  };
  return database.withSession(async (session) => {
    const { idempotencyKey: key } = request;
    if (key !== undefined) {
      if (!(await tryLockKey(session, caller.project, key)))
        throw conflict(`An ingest with the key "${key}" is under way; ask again when it has ended.`, { found: key });
      const known = await findIngest(session, caller.project, key);
      if (known !== undefined) {
        requireOwn(known, key, caller);
        return replay(known, key, fingerprintOf(source, request, await sha256Of(request.body)));
      }
    }
    const startedAt = now();
    await createStage(session);
    const staged = await stageRows(session.client, definition, request);
    await analyzeStage(session);
    const answer = await session.transaction((tx) =>
      mergeIngest(tx, graph, caller, {
        ...source,
        ...request,
        definition,
        staged,
        startedAt,
        fingerprint: fingerprintOf(source, request, staged.sha256),
      }),
    );
    if (!version.pinned) request.unpinnedWrites.of(definition.featureSetId).count++;
    return { text: answer, replayed: false };
  });
}

async function findDataset(
  database: Database,
  graph: Graph,
  caller: Caller,
  { dataset }: IngestRequest,
): Promise<string | undefined> {
  if (dataset === undefined) return undefined;
  return (await graph.references.resolve(database, caller.project, dataset, [DATASET_VERSION])).id;
}

/** What one was answered is not told another one. */
function requireOwn({ createdBy }: KnownIngest, key: string, caller: Caller): void {
  if (!isOwn(createdBy, caller))
    throw conflict(`The Idempotency-Key "${key}" was used by somebody else; use a new key.`, { found: key });
}

function replay(known: KnownIngest, key: string, fingerprint: string): IngestAnswer {
  if (known.fingerprint === fingerprint) return { text: known.answer, replayed: true };
  throw conflict(`The Idempotency-Key "${key}" was used for other rows or another feature set; use a new key.`, {
    found: key,
  });
}

function fingerprintOf(
  source: { featureSetVersionId: string; datasetVersionId: string | undefined },
  { format, onError, options }: IngestRequest,
  sha256: string,
): string {
  return JSON.stringify({ ...source, format, onError, ...options, sha256 });
}
