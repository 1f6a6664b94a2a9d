import type { AnswerBudget } from '../../../../platform/memory/answer-budget.js';
import { type Instant, instantFromPostgres } from '../../../../platform/time/instant.js';
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
