import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { changeNotes } from '../../../graph/nodes/changes/change-notes.js';
import type { Quotas } from '../../../graph/nodes/quotas.js';
import type { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { failedPrecondition } from '../../../platform/errors.js';
import { instantFromPostgres } from '../../../platform/time/instant.js';
import { RESERVED_COLUMN } from '../../definitions/entities/entity.input.js';
import type { Definition } from '../../definitions/references/feature-references.sql.js';
import { FutureEventPolicy } from '../../definitions/rules/future-event-policy.js';
import { countViolations } from '../../definitions/rules/violations.sql.js';
import { awaitWritersAt } from '../../definitions/storage/writer-lock.sql.js';
import type { EventHorizon } from '../event-horizon.js';
import type { Violations } from '../rows/row-encoder.js';
import { writeRows } from '../write-rows.sql.js';
import type { BackfillCursor } from './backfill-cursor.js';
import { type SourceRow, selectMissedRows, selectSourceRows } from './backfill-rows.sql.js';
import type { ValueCopier } from './value-copier.js';

const CHUNK = 5_000;

/** What became of some events: how many entered the history, and how many lie too far ahead and were left out. */
export interface CopiedEvents {
  readonly written: number;
  readonly rejected: number;
}

/** From where, to where, and how. */
export interface CopiedVersions {
  readonly from: Definition;
  readonly to: Definition;
  readonly copy: ValueCopier;
  /** Keep writers of the earlier version out of each step too, so that nothing is missed by what comes at the end. */
  readonly exactly: boolean;
  readonly horizon: EventHorizon;
  /** What the project may hold. */
  readonly quotas: Quotas;
  readonly project: string;
  readonly caller: Caller;
}

/** Copies events that the later version lacks, step by step, each in a transaction of its own. `more`: some are left behind `place`. */
export async function copyHistory(
  database: Database,
  graph: Graph,
  versions: CopiedVersions,
  start: BackfillCursor,
  maxRows: number,
): Promise<CopiedEvents & { read: number; place: BackfillCursor; more: boolean }> {
  const { from, to, exactly } = versions;
  const storages = exactly ? [from.storage, to.storage] : [to.storage];
  let place = start;
  let [read, written, rejected, more] = [0, 0, 0, true];
  while (more && read < maxRows) {
    const wanted = Math.min(CHUNK, maxRows - read);
    // Alone with the later version: nobody writes an event between the look and the copy.
    const copyStep = async (tx: Transaction) => {
      graph.record(tx, versions.caller, 'feature-set:backfill');
      const alone = await awaitWritersAt(tx, storages);
      const source = await selectSourceRows(tx, { from: from.storage, to: to.storage, after: place }, wanted);
      const fresh = source.filter(({ known }) => !known);
      const count = await copyEvents(tx, versions, fresh);
      if (read === 0) await graph.writer.connect(tx, { src: from.id, dst: to.id, kind: EdgeKind.DERIVED_FROM });
      // What the earlier version takes in from here on is later than the copies, on either clock.
      await awaitWritersAt(tx, storages);
      return { source, count, alone };
    };
    const step = await database.shares.use([from.storage, to.storage], () => database.quietTransaction(copyStep));
    read += step.source.length;
    written += step.count.written;
    rejected += step.count.rejected;
    const { key, eventTime } = step.source.at(-1) ?? place;
    place = { key, eventTime, since: exactly ? (place.since ?? step.alone) : undefined };
    more = step.source.length > 0;
  }
  return { read, written, rejected, place, more };
}

const BEGINNING = { key: '', eventTime: '-infinity' };
/** Rounds of coming nearer; who writes faster than it can copy is kept out in the end. */
const MOST_ROUNDS = 5;

/**
 * Copies what was written into the earlier version since a moment, a step a transaction, again and again until little is left: what is left has
 * to be copied while nobody may write. Gives from when on that is.
 */
export async function comeNear(
  database: Database,
  graph: Graph,
  versions: CopiedVersions,
  since: string,
): Promise<CopiedEvents & { since: string }> {
  const storages = [versions.from.storage, versions.to.storage];
  const sum = { written: 0, rejected: 0 };
  for (let [round, from] = [0, since]; ; round++) {
    let [next, after, copied] = ['', BEGINNING as EventPlace | undefined, 0];
    while (after !== undefined) {
      const place = after;
      const step = await database.shares.use(storages, () =>
        database.quietTransaction(async (tx) => {
          graph.record(tx, versions.caller, 'feature-set:backfill');
          const alone = await awaitWritersAt(tx, storages);
          return { alone, ...(await catchUpStep(tx, versions, from, place)) };
        }),
      );
      // What is written from the first step on is for the next round.
      if (next === '') next = step.alone;
      sum.written += step.written;
      sum.rejected += step.rejected;
      copied += step.written;
      after = step.last;
    }
    from = next;
    if (copied < CHUNK || round >= MOST_ROUNDS) return { ...sum, since: from };
  }
}

/**
 * Copies what was written into the earlier version since a moment. With writers of both kept out nothing of it is missed; as everywhere the word
 * that was ingested last wins.
 */
export async function catchUp(tx: Transaction, versions: CopiedVersions, since: string): Promise<CopiedEvents> {
  const sum = { written: 0, rejected: 0 };
  for (let after: EventPlace | undefined = BEGINNING; after !== undefined; ) {
    const step: CopiedEvents & { last: EventPlace | undefined } = await catchUpStep(tx, versions, since, after);
    sum.written += step.written;
    sum.rejected += step.rejected;
    after = step.last;
  }
  return sum;
}

interface EventPlace {
  readonly key: string;
  readonly eventTime: string;
}

async function catchUpStep(
  tx: Transaction,
  versions: CopiedVersions,
  since: string,
  after: EventPlace,
): Promise<CopiedEvents & { last: EventPlace | undefined }> {
  const { from, to } = versions;
  const events = await selectMissedRows(tx, { from: from.storage, to: to.storage, after }, since, CHUNK);
  return { ...(await copyEvents(tx, versions, events)), last: events.at(-1) };
}

async function copyEvents(
  tx: Transaction,
  versions: CopiedVersions,
  events: readonly SourceRow[],
): Promise<CopiedEvents> {
  const { from, to, copy, quotas, project } = versions;
  const source = { run: undefined, copiedFrom: from.storage };
  const violations: Violations = new Map();
  const rows = events
    .map((event) => ({ event, eventTime: instantFromPostgres(event.eventTime) }))
    .filter(({ event, eventTime }) => !isLeftOut(versions, event.key, eventTime))
    .map(({ event, eventTime }) => ({ key: event.key, eventTime, values: copy(event, violations) }));
  const rejected = events.length - rows.length;
  if (rejected > 0) violations.set(RESERVED_COLUMN, rejected);
  quotas.demand(project, { rows: rows.length, bytes: rows.length });
  const written = rows.length === 0 ? 0 : (await writeRows(tx, to.storage, rows, source)).written;
  quotas.add(project, { rows: written });
  await countViolations(tx, to.id, violations);
  const notes = changeNotes(tx);
  notes.count('written', written);
  if (written > 0) notes.about(to.id);
  return { written, rejected };
}

/** An event may lie too far ahead where it was written before there was a limit, or when there was another. */
function isLeftOut({ from, to, horizon }: CopiedVersions, key: string, eventTime: string): boolean {
  if (!horizon.isBehind(eventTime)) return false;
  if (to.onFutureEvent === FutureEventPolicy.COUNT) return true;
  throw failedPrecondition(
    `${from.label} has an event of ${key} at ${eventTime}, which lies further ahead than ${to.label} takes (until ${horizon.latest}). Publish it with onFutureEvent: COUNT to leave such events out.`,
    { column: RESERVED_COLUMN, found: eventTime, expected: `a time until ${horizon.latest}` },
  );
}
