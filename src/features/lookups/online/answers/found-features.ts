import type { AnswerBudget } from '../../../../platform/memory/answer-budget.js';
import {
  type Instant,
  instantFromPostgres,
  microsecondsUntil,
  secondsBetween,
} from '../../../../platform/time/instant.js';
import type { EntityKey } from '../../../../values/entity-keys.js';
import { splitJsonArray } from '../../../../values/split-json-array.js';
import type { LookupOptions } from '../lookup-enums.js';
import type { StoredRow } from '../online.sql.js';
import type { LookupPlan, Segment } from '../plans/lookup-plan.js';

/** What a lookup found. */
export interface FoundFeatures {
  readonly plan: LookupPlan;
  readonly entityKeys: readonly EntityKey[];
  /** The row found, or undefined: `rows[set][entity]`. */
  readonly rows: readonly (readonly (StoredRow | undefined)[])[];
  readonly readAt: Instant;
  readonly options: LookupOptions;
  /** Everything that was committed by then is in the answer. */
  readonly freshAt: Instant;
  /** What the text may take. */
  readonly budget: AnswerBudget;
  /** When each entity is read, where these are times of their own, as in a point-in-time join. */
  readonly moments?: readonly Instant[];
}

/** How old the rows of an answer are, when they are read. */
export class RowAges {
  private readonly untilReadAt: (eventTime: Instant) => number;

  constructor(private readonly found: Pick<FoundFeatures, 'plan' | 'readAt' | 'moments'>) {
    this.untilReadAt = microsecondsUntil(found.readAt);
  }

  /** A row whose age equals the TTL is still present. */
  isExpired(set: number, row: StoredRow, entity: number): boolean {
    const ttl = this.found.plan.sets[set]?.ttlMicros;
    return ttl !== undefined && this.microsOf(row, entity) > ttl;
  }

  /** Seconds as decimal text. */
  secondsOf(row: StoredRow, entity: number): string {
    const micros = this.microsOf(row, entity);
    if (Number.isSafeInteger(micros)) return String(micros / 1_000_000);
    return secondsBetween(timeOf(row[2]), this.found.moments?.[entity] ?? this.found.readAt);
  }

  private microsOf(row: StoredRow, entity: number): number {
    const moment = this.found.moments?.[entity];
    const until = moment === undefined ? this.untilReadAt : microsecondsUntil(moment);
    return until(timeOf(row[2]));
  }
}

/** A time of a stored row. */
export function timeOf(text: string | null | undefined): Instant {
  if (text == null) throw new Error('this lookup read values only, so it can say nothing about times');
  return instantFromPostgres(text);
}

/** The values of a segment in a row, as JSON texts. */
export function partsOf(segment: Segment, row: StoredRow): string[] {
  const all = splitJsonArray(row[1]);
  return segment.positions === undefined ? all : segment.positions.map((position) => all[position] ?? 'null');
}
