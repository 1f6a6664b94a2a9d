import { EdgeKind } from '../../graph/edge-kind.js';
import type { Graph } from '../../graph/graph.module.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { instantFromPostgres } from '../../platform/instant.js';
import type { Definition } from '../definitions/feature-references.sql.js';
import { countViolations } from '../definitions/violations.sql.js';
import { awaitWritersAt } from '../definitions/writer-lock.sql.js';
import type { BackfillCursor } from './backfill-cursor.js';
import { type SourceRow, selectMissedRows, selectSourceRows } from './backfill-rows.sql.js';
import type { Violations } from './row-encoder.js';
import type { ValueCopier } from './value-copier.js';
import { writeRows } from './write-rows.sql.js';

const CHUNK = 5_000;

/** From where, to where, and how. */
export interface CopiedVersions {
  readonly from: Definition;
  readonly to: Definition;
  readonly copy: ValueCopier;
  /** Keep writers of the earlier version out of each step too, so that nothing is missed by what comes at the end. */
  readonly exactly: boolean;
}

/** Copies events that the later version lacks, step by step, each in a transaction of its own. `more`: some are left behind `place`. */
export async function copyHistory(
  database: Database,
  graph: Graph,
  versions: CopiedVersions,
  start: BackfillCursor,
  maxRows: number,
): Promise<{ read: number; written: number; place: BackfillCursor; more: boolean }> {
  const { from, to, exactly } = versions;
  const storages = exactly ? [from.storage, to.storage] : [to.storage];
  let place = start;
  let [read, written, more] = [0, 0, true];
  while (more && read < maxRows) {
    const wanted = Math.min(CHUNK, maxRows - read);
    // Alone with the later version: nobody writes an event between the look and the copy.
    const step = await database.quietTransaction(async (tx) => {
      const alone = await awaitWritersAt(tx, storages);
      const source = await selectSourceRows(tx, { from: from.storage, to: to.storage, after: place }, wanted);
      const fresh = source.filter(({ known }) => !known);
      const count = await copyEvents(tx, versions, fresh);
      if (read === 0) await graph.writer.connect(tx, { src: from.id, dst: to.id, kind: EdgeKind.DERIVED_FROM });
      // What the earlier version takes in from here on is later than the copies, on either clock.
      await awaitWritersAt(tx, storages);
      return { source, count, alone };
    });
    read += step.source.length;
    written += step.count;
    const { key, eventTime } = step.source.at(-1) ?? place;
    place = { key, eventTime, since: exactly ? (place.since ?? step.alone) : undefined };
    more = step.source.length === wanted;
  }
  return { read, written, place, more };
}

/**
 * Copies what was written into the earlier version while its history was copied. With writers of both kept out nothing of it is missed; as
 * everywhere the word that was ingested last wins. How many events entered the history.
 */
export async function catchUp(tx: Transaction, versions: CopiedVersions, since: string): Promise<number> {
  const { from, to } = versions;
  let after = { key: '', eventTime: '-infinity' };
  for (let written = 0; ; ) {
    const events = await selectMissedRows(tx, { from: from.storage, to: to.storage, after }, since, CHUNK);
    written += await copyEvents(tx, versions, events);
    const last = events.at(-1);
    if (last === undefined || events.length < CHUNK) return written;
    after = last;
  }
}

async function copyEvents(
  tx: Transaction,
  { to, copy }: CopiedVersions,
  events: readonly SourceRow[],
): Promise<number> {
  const violations: Violations = new Map();
  const rows = events.map((event) => ({
    key: event.key,
    eventTime: instantFromPostgres(event.eventTime),
    values: copy(event, violations),
  }));
  await countViolations(tx, to.id, violations);
  return rows.length === 0 ? 0 : (await writeRows(tx, to.storage, rows)).written;
}
