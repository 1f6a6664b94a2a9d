import { DataType } from '../../datasets/data-type.js';
import { type Instant, instantFromPostgres, microsecondsUntil, secondsBetween } from '../../platform/instant.js';
import type { EntityKey } from '../values/entity-keys.js';
import { splitJsonArray } from '../values/split-json-array.js';
import { requireRoom } from './answer-room.js';
import { ExpiredPolicy, Int64Format, type LookupOptions } from './lookup-enums.js';
import type { LookupPlan, Segment } from './lookup-plan.js';
import type { StoredRow } from './online.sql.js';

type Found = StoredRow | undefined;

const INT64_TYPES: ReadonlySet<DataType> = new Set([DataType.INT64, DataType.INT64_LIST]);

/** A lookup's answer. Each matrix is written as JSON text only when it is asked for. */
export class FeatureTableText {
  private readonly untilReadAt: (eventTime: Instant) => number;

  /**
   * `rows[set][entity]` is the row found, or undefined. Where each entity is read at a time of its own, as in a
   * point-in-time join, `moments` are these times.
   */
  constructor(
    readonly plan: LookupPlan,
    readonly entityKeys: readonly EntityKey[],
    private readonly rows: readonly (readonly Found[])[],
    readonly readAt: Instant,
    private readonly options: LookupOptions,
    /** Everything that was committed by then is in the answer. */
    readonly freshAt: Instant,
    private readonly moments?: readonly Instant[],
  ) {
    this.untilReadAt = microsecondsUntil(readAt);
  }

  values(): string {
    return this.matrix((segment, row, entity) => this.segmentValues(segment, row, entity));
  }

  statuses(): string {
    return this.matrix((segment, row, entity) => this.segmentStatuses(segment, row, entity));
  }

  eventTimes(): string {
    return this.matrix((segment, row) =>
      repeat(row === undefined ? 'null' : `"${timeOf(row[2])}"`, segment.types.length),
    );
  }

  ingestTimes(): string {
    return this.matrix((segment, row) =>
      repeat(row === undefined ? 'null' : `"${timeOf(row[3])}"`, segment.types.length),
    );
  }

  ages(): string {
    return this.matrix((segment, row, entity) =>
      repeat(row === undefined ? 'null' : this.ageSeconds(row, entity), segment.types.length),
    );
  }

  /** By concatenation only: the text is copied once, when it is sent. */
  private matrix(write: (segment: Segment, row: Found, entity: number) => string): string {
    const { segments } = this.plan;
    let text = '';
    for (let entity = 0; entity < this.entityKeys.length; entity++) {
      text += text === '' ? '[' : ',[';
      for (const [index, segment] of segments.entries()) {
        if (index > 0) text += ',';
        text += write(segment, this.rows[segment.set]?.[entity], entity);
      }
      text += ']';
      // One row may stand in the answer as often as it was asked for.
      requireRoom(text.length);
    }
    return `[${text}]`;
  }

  private segmentValues(segment: Segment, row: Found, entity: number): string {
    if (row === undefined) return repeat('null', segment.types.length);
    if (this.options.onExpired === ExpiredPolicy.NULL && this.isExpired(segment, row, entity))
      return repeat('null', segment.types.length);
    const quoteIntegers =
      this.options.int64 === Int64Format.STRING && segment.types.some((type) => INT64_TYPES.has(type));
    if (segment.positions === undefined && !quoteIntegers) return row[1].slice(1, -1);
    const parts = partsOf(segment, row);
    return (quoteIntegers ? parts.map((part, index) => quoteIntegersOf(part, segment.types[index])) : parts).join(',');
  }

  private segmentStatuses(segment: Segment, row: Found, entity: number): string {
    const width = segment.types.length;
    if (row === undefined) return repeat('"NOT_FOUND"', width);
    const status = this.isExpired(segment, row, entity) ? '"EXPIRED"' : '"PRESENT"';
    if (!row[1].includes('null')) return repeat(status, width);
    return partsOf(segment, row)
      .map((part) => (part === 'null' ? '"NULL"' : status))
      .join(',');
  }

  /** A row whose age equals the TTL is still present. */
  private isExpired(segment: Segment, row: StoredRow, entity: number): boolean {
    const ttl = this.plan.sets[segment.set]?.ttlMicros;
    return ttl !== undefined && this.ageMicros(row, entity) > ttl;
  }

  private ageMicros(row: StoredRow, entity: number): number {
    const moment = this.moments?.[entity];
    const until = moment === undefined ? this.untilReadAt : microsecondsUntil(moment);
    return until(timeOf(row[2]));
  }

  private ageSeconds(row: StoredRow, entity: number): string {
    const micros = this.ageMicros(row, entity);
    if (Number.isSafeInteger(micros)) return String(micros / 1_000_000);
    return secondsBetween(timeOf(row[2]), this.moments?.[entity] ?? this.readAt);
  }
}

function timeOf(text: string | null | undefined): Instant {
  if (text == null) throw new Error('this lookup read values only, so it can say nothing about times');
  return instantFromPostgres(text);
}

function partsOf(segment: Segment, row: StoredRow): string[] {
  const all = splitJsonArray(row[1]);
  return segment.positions === undefined ? all : segment.positions.map((position) => all[position] ?? 'null');
}

function quoteIntegersOf(part: string, type: DataType | undefined): string {
  if (part === 'null' || type === undefined || !INT64_TYPES.has(type)) return part;
  return part.replace(/-?\d+/g, '"$&"');
}

/** The same text some times over, as a JSON array holds it. */
function repeat(text: string, times: number): string {
  return times === 1 ? text : `${`${text},`.repeat(times - 1)}${text}`;
}
