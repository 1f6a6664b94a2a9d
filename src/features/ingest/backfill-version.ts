import type { Caller } from '../../graph/caller.js';
import { EdgeKind } from '../../graph/edge-kind.js';
import type { Graph } from '../../graph/graph.module.js';
import { NodeKind } from '../../graph/node-kind.js';
import type { Database } from '../../platform/database/database.js';
import { badInput, failedPrecondition } from '../../platform/errors.js';
import { parseJsonExactly } from '../../platform/http/json-body.js';
import { instantFromPostgres } from '../../platform/instant.js';
import { unchangedFeatures } from '../definitions/compare-versions.js';
import { requireRows } from '../definitions/dropped-rows.js';
import { type Definition, selectDefinitions } from '../definitions/feature-references.sql.js';
import { loadComparedVersions } from '../definitions/load-compared-versions.js';
import { countedRuleOf, defaultText } from '../definitions/value-rules.js';
import { countViolations } from '../definitions/violations.sql.js';
import { awaitWriters } from '../definitions/writer-lock.sql.js';
import { splitJsonArray } from '../values/split-json-array.js';
import { type SourceRow, selectSourceRows } from './backfill-rows.sql.js';
import type { Violations } from './row-encoder.js';
import { writeRows } from './write-rows.sql.js';

const ROWS = 20_000;
const CHUNK = 5_000;

/** What one call came to. */
export interface Backfill {
  readonly fromId: string;
  readonly toId: string;
  /** Features whose values were copied; the others have their default, or null. */
  readonly copied: readonly string[];
  readonly read: number;
  readonly written: number;
  /** Pass it on to go on; null when every event was looked at. */
  readonly cursor: string | null;
}

export interface BackfillRequest {
  readonly featureSet: string;
  readonly from?: string | null | undefined;
  readonly cursor?: string | null | undefined;
  readonly maxRows?: number | null | undefined;
}

/**
 * Copies the events of an earlier version into a later one, for the features that mean the same in both. Their ingest time is now: what was
 * known to the later version before stays as it was, so training sets made until then come out the same. Events that the later version has
 * already are left alone, so that it can be asked for again.
 */
export async function backfillVersion(
  database: Database,
  graph: Graph,
  caller: Caller,
  request: BackfillRequest,
): Promise<Backfill> {
  const maxRows = request.maxRows ?? ROWS;
  if (maxRows < 1 || maxRows > 1_000_000)
    throw badInput(`maxRows is ${maxRows}; it is from 1 to 1,000,000.`, { field: 'maxRows' });
  const [from, to] = await findVersions(database, graph, caller, request);
  const [one, other] = await loadComparedVersions(database, graph, [from.id, to.id]);
  if (one === undefined || other === undefined) throw new Error('a version has no definition');
  const copied = unchangedFeatures(one, other);
  if (copied.length === 0) {
    throw failedPrecondition(
      `No feature of ${to.label} is as it was in ${from.label}, so there is nothing to copy; compareFeatureSetVersions says what changed.`,
      { field: 'from', found: from.label },
    );
  }
  const encode = valueCopier(from, to, new Set(copied));
  let after = readCursor(request.cursor);
  let [read, written, more] = [0, 0, true];
  while (more && read < maxRows) {
    const wanted = Math.min(CHUNK, maxRows - read);
    // Alone with the later version: nobody writes an event between the look and the copy.
    const [rows, count] = await database.quietTransaction(async (tx) => {
      await awaitWriters(tx, [to.storage]);
      const source = await selectSourceRows(tx, from.storage, to.storage, after, wanted);
      const fresh = source.filter(({ known }) => !known);
      const violations: Violations = new Map();
      const encoded = fresh.map((row) => ({
        key: row.key,
        eventTime: instantFromPostgres(row.eventTime),
        values: encode(row, violations),
      }));
      await countViolations(tx, to.id, violations);
      if (read === 0) await graph.writer.connect(tx, { src: from.id, dst: to.id, kind: EdgeKind.DERIVED_FROM });
      return [source, encoded.length === 0 ? 0 : (await writeRows(tx, to.storage, encoded)).written] as const;
    });
    read += rows.length;
    written += count;
    after = rows.at(-1) ?? after;
    more = rows.length === wanted;
  }
  const cursor = more ? Buffer.from(JSON.stringify([after.key, after.eventTime])).toString('base64url') : null;
  return { fromId: from.id, toId: to.id, copied, read, written, cursor };
}

async function findVersions(
  database: Database,
  graph: Graph,
  caller: Caller,
  { featureSet, from }: BackfillRequest,
): Promise<[Definition, Definition]> {
  const kinds = [NodeKind.FEATURE_SET_VERSION];
  const to = await graph.references.resolve(database, caller.project, featureSet, kinds);
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

/** The values of a row as the later version has them, as JSON array text; what that counts as violations is counted. */
function valueCopier(
  from: Definition,
  to: Definition,
  copied: ReadonlySet<string>,
): (row: SourceRow, violations: Violations) => string {
  const places = new Map(from.features.map(({ name }, place) => [name, place]));
  const columns = to.features.map((feature) => ({
    place: copied.has(feature.name) ? places.get(feature.name) : undefined,
    absent: feature.defaultValue === undefined ? 'null' : defaultText(feature),
    name: feature.name,
    isAllowed: countedRuleOf(feature),
  }));
  return ({ values }, violations) => {
    const cells = splitJsonArray(values);
    const texts = columns.map(({ place, absent, name, isAllowed }) => {
      if (place === undefined) return absent;
      const text = cells[place] ?? 'null';
      if (isAllowed?.(parseJsonExactly(text)) === false) violations.set(name, (violations.get(name) ?? 0) + 1);
      return text;
    });
    return `[${texts.join(',')}]`;
  };
}

function readCursor(cursor: string | null | undefined): { key: string; eventTime: string } {
  if (cursor == null) return { key: '', eventTime: '-infinity' };
  try {
    const [key, eventTime] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    if (typeof key === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(eventTime ?? ''))
      return { key, eventTime: eventTime ?? '' };
  } catch {
    // Falls through to the one message below.
  }
  throw badInput(`"${cursor}" is no cursor of a backfill; pass the one of the call before.`, { field: 'cursor' });
}
