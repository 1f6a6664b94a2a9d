import { stringifyExactly } from '../../../../platform/http/bodies/json-body.js';
import type { AnswerBudget } from '../../../../platform/memory/answer-budget.js';
import type { JsonText } from '../../../../platform/memory/json-text.js';
import type { Instant } from '../../../../platform/time/instant.js';
import { Turns } from '../../../../platform/turns/turns.js';
import { DataType } from '../../../../values/data-type.js';
import type { EntityKey } from '../../../../values/entity-keys.js';
import { ExpiredPolicy, Int64Format, type LookupOptions } from '../lookup-enums.js';
import type { StoredRow } from '../online.sql.js';
import type { LookupColumn, LookupPlan, Segment } from '../plans/lookup-plan.js';
import { type FoundFeatures, partsOf, timeOf } from './found-features.js';
import { JsonSlices } from './json-slices.js';
import type { Matrix } from './matrix.js';
import { RowAges } from './row-ages.js';

type Found = StoredRow | undefined;

const INT64_TYPES: ReadonlySet<DataType> = new Set([DataType.INT64, DataType.INT64_LIST]);

/** So many entities are written at once, where they don't have very much to say. */
const FEW_ENTITIES = 100;
const FEW_CHARACTERS = 1_000_000;

/** A lookup's answer. Each matrix is written as JSON text only when it is asked for. */
export class FeatureTableText {
  /** Those that were written ahead, and whether each stands in the answer yet. */
  private written: Map<Matrix, { readonly slices: readonly Buffer[]; given: boolean }> | undefined;
  private readonly ages: RowAges;

  readonly plan: LookupPlan;
  readonly entityKeys: readonly EntityKey[];
  readonly readAt: Instant;
  readonly freshAt: Instant;
  private rows: readonly (readonly Found[])[];
  private readonly options: LookupOptions;
  private readonly budget: AnswerBudget;

  constructor(found: FoundFeatures) {
    const { plan, entityKeys, rows, readAt, options, freshAt, budget } = found;
    this.plan = plan;
    this.entityKeys = entityKeys;
    this.rows = rows;
    this.readAt = readAt;
    this.options = options;
    this.freshAt = freshAt;
    this.budget = budget;
    this.ages = new RowAges(found);
  }

  /** The columns, for whoever describes each. Throws TOO_COMPLEX for more than one answer may describe. */
  describedColumns(): readonly LookupColumn[] {
    this.budget.describe(this.plan.columns.length);
    return this.plan.columns;
  }

  /** Writes what the options ask for, in slices between which others are served. Small answers are written when they are asked for. */
  async writeAhead(): Promise<void> {
    if (this.isSmall()) return;
    const turns = new Turns();
    this.written = new Map();
    for (const matrix of this.options.matrices) {
      const slices = new JsonSlices(this.budget);
      for (let entity = 0; entity < this.entityKeys.length; entity++) {
        slices.add(this.rowOf(matrix, entity));
        if (turns.isOver) await turns.next();
      }
      this.written.set(matrix, { slices: slices.end(), given: false });
    }
    this.forgetRows();
    this.budget.settle();
  }

  /** A matrix as JSON: one list per entity. The answer holds it as often as it is asked for. */
  textOf(matrix: Matrix): JsonText {
    const written = this.written?.get(matrix);
    if (written !== undefined) {
      if (written.given) for (const slice of written.slices) this.budget.takeWritten(slice.length);
      written.given = true;
      return written.slices;
    }
    let text = '';
    for (let entity = 0; entity < this.entityKeys.length; entity++) {
      const row = this.rowOf(matrix, entity);
      // One row may stand in the answer as often as it was asked for.
      this.budget.takeWritten(row.length);
      text += text === '' ? row : `,${row}`;
    }
    return `[${text}]`;
  }

  /** The entities as JSON. */
  entitiesText(): string {
    const text = stringifyExactly(this.entityKeys);
    this.budget.takeWritten(text.length);
    return text;
  }

  /** What was asked for is written. */
  private forgetRows(): void {
    const rows = new Set(this.rows.flat());
    let characters = 0;
    for (const row of rows) characters += row?.[1].length ?? 0;
    this.rows = [];
    this.budget.giveRead(characters);
  }

  private isSmall(): boolean {
    if (this.entityKeys.length > FEW_ENTITIES) return false;
    let characters = 0;
    for (const rows of this.rows) for (const row of rows) characters += row === undefined ? 0 : row[1].length;
    return characters <= FEW_CHARACTERS;
  }

  /** By concatenation only: the text is copied once, when it is sent. */
  private rowOf(matrix: Matrix, entity: number): string {
    let text = '[';
    for (const [index, segment] of this.plan.segments.entries()) {
      if (index > 0) text += ',';
      text += this.segmentOf(matrix, segment, this.rows[segment.set]?.[entity], entity);
    }
    return `${text}]`;
  }

  private segmentOf(matrix: Matrix, segment: Segment, row: Found, entity: number): string {
    if (matrix === 'values') return this.segmentValues(segment, row, entity);
    if (matrix === 'statuses') return this.segmentStatuses(segment, row, entity);
    // What came with the request has no time.
    const timeless = row === undefined || segment.set === this.plan.sets.length;
    return repeat(timeless ? 'null' : this.timeText(matrix, row, entity), segment.types.length);
  }

  private timeText(matrix: 'eventTimes' | 'ingestTimes' | 'ages', row: StoredRow, entity: number): string {
    if (matrix === 'ages') return this.ages.secondsOf(row, entity);
    return `"${timeOf(row[matrix === 'eventTimes' ? 2 : 3])}"`;
  }

  private segmentValues(segment: Segment, row: Found, entity: number): string {
    if (row === undefined) return repeat('null', segment.types.length);
    if (this.options.onExpired === ExpiredPolicy.NULL && this.ages.isExpired(segment.set, row, entity))
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
    const status = this.ages.isExpired(segment.set, row, entity) ? '"EXPIRED"' : '"PRESENT"';
    if (!row[1].includes('null')) return repeat(status, width);
    return partsOf(segment, row)
      .map((part) => (part === 'null' ? '"NULL"' : status))
      .join(',');
  }
}

function quoteIntegersOf(part: string, type: DataType | undefined): string {
  if (part === 'null' || type === undefined || !INT64_TYPES.has(type)) return part;
  return part.replace(/-?\d+/g, '"$&"');
}

/** The same text some times over, as a JSON array holds it. */
function repeat(text: string, times: number): string {
  return times === 1 ? text : `${`${text},`.repeat(times - 1)}${text}`;
}
