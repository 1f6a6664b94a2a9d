import { DataType } from '../../../../values/data-type.js';
import { ExpiredPolicy } from '../lookup-enums.js';
import type { StoredRow } from '../online.sql.js';
import type { Segment } from '../plans/lookup-plan.js';
import { type FoundFeatures, partsOf } from './found-features.js';
import { RowAges } from './row-ages.js';

/** The words of a status, in the order of `Status`. */
export const STATUS_WORDS = ['PRESENT', 'NULL', 'NOT_FOUND', 'EXPIRED'] as const;

const PRESENT = 0;
const NULL = 1;
const NOT_FOUND = 2;
const EXPIRED = 3;

/** What was found, turned round: for each column what each entity has, for answers that are written column by column. */
export class ColumnCells {
  /** Values as JSON texts, `null` included; of a column that is parsed as JSON has them. */
  readonly values: unknown[][];
  /** Columns that are parsed: whole rows of doubles are read twice as fast as one after the other. */
  readonly isParsed: readonly boolean[];
  /** Indexes into STATUS_WORDS; empty where they are not asked for. */
  readonly statuses: number[][];
  /** Event times of rows as PostgreSQL writes them, by the index of their set; undefined where there is none. */
  readonly eventTimes: (string | undefined)[][];
  /** Entities that were added. */
  size = 0;
  /** Characters of the values. */
  characters = 0;

  private readonly ages: RowAges;
  private readonly doubles: ReadonlySet<Segment>;
  private readonly withStatuses: boolean;
  private readonly withTimes: boolean;
  private readonly withholds: boolean;

  constructor(
    private readonly found: FoundFeatures,
    parsesDoubles: boolean,
  ) {
    const { plan, rows, options } = found;
    const ofDoubles = ({ types }: Segment) => types.every((type) => type === DataType.FLOAT64);
    this.doubles = new Set(parsesDoubles ? plan.segments.filter(ofDoubles) : []);
    this.isParsed = plan.segments.flatMap((segment) => segment.types.map(() => this.doubles.has(segment)));
    this.ages = new RowAges(found);
    this.withStatuses = options.matrices.has('statuses');
    this.withTimes = options.matrices.has('eventTimes');
    this.withholds = options.onExpired === ExpiredPolicy.NULL;
    this.values = plan.columns.map(() => []);
    this.statuses = plan.columns.map(() => []);
    this.eventTimes = rows.map(() => []);
  }

  add(entity: number): void {
    const { plan, rows } = this.found;
    let column = 0;
    for (const segment of plan.segments) {
      const row = rows[segment.set]?.[entity];
      const isExpired =
        row !== undefined && (this.withStatuses || this.withholds) && this.ages.isExpired(segment.set, row, entity);
      const parsed = this.doubles.has(segment);
      const none = parsed ? null : 'null';
      const parts = row === undefined ? undefined : parsed ? parsedParts(segment, row) : partsOf(segment, row);
      for (let place = 0; place < segment.types.length; place++) {
        const part = parts?.[place] ?? none;
        this.values[column]?.push(isExpired && this.withholds ? none : part);
        if (this.withStatuses) this.statuses[column]?.push(statusOf(row !== undefined, part === none, isExpired));
        column++;
      }
      this.characters += row?.[1].length ?? 0;
    }
    if (this.withTimes) {
      // What came with the request has none.
      for (const [set, times] of this.eventTimes.entries()) times.push(rows[set]?.[entity]?.[2] ?? undefined);
    }
    this.size++;
  }

  /** Empties it for the next entities. */
  clear(): void {
    for (const list of [...this.values, ...this.statuses, ...this.eventTimes]) list.length = 0;
    this.size = 0;
    this.characters = 0;
  }
}

function parsedParts(segment: Segment, row: StoredRow): unknown[] {
  const all: unknown[] = JSON.parse(row[1]);
  return segment.positions === undefined ? all : segment.positions.map((position) => all[position]);
}

function statusOf(isThere: boolean, isNull: boolean, isExpired: boolean): number {
  if (!isThere) return NOT_FOUND;
  if (isNull) return NULL;
  return isExpired ? EXPIRED : PRESENT;
}
