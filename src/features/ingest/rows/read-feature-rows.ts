import { badInput } from '../../../platform/errors.js';
import { RESERVED_COLUMN } from '../../definitions/entities/entity.input.js';
import { LeftOutRow } from './left-out-row.js';
import type { EncodedRow, RowEncoder, Violations } from './row-encoder.js';

const MAX_ROWS = 10_000;

/** A row that was left out, and why. */
export interface RefusedRow {
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

/** The rows of a call: those to be written, each once; how many were given for them; and those that its feature set leaves out. */
export interface FeatureRows {
  readonly rows: readonly EncodedRow[];
  readonly taken: number;
  readonly leftOut: readonly RefusedRow[];
}

/** Checks and encodes the rows of a call. BAD_USER_INPUT for the first that is wrong; what is not allowed but accepted is counted. */
export function readFeatureRows(given: unknown, encode: RowEncoder, violations: Violations): FeatureRows {
  let taken = 0;
  const leftOut: RefusedRow[] = [];
  const distinct = new DistinctRows();
  let index = 0;
  const place = () => ({ name: `rows[${index}]`, row: index });
  for (const row of requireRows(given)) {
    try {
      const encoded = encode(row, place, violations);
      taken++;
      distinct.add(encoded, index);
    } catch (error) {
      if (!(error instanceof LeftOutRow)) throw error;
      leftOut.push({ row: index, column: RESERVED_COLUMN, message: error.message });
    }
    index++;
  }
  return { rows: distinct.rows, taken, leftOut };
}

function requireRows(rows: unknown): unknown[] {
  if (!Array.isArray(rows) || rows.length === 0) {
    throw badInput(
      'rows must be a list of at least one object, such as [{"airport": "SEA", "departures_3h": 8, "event_time": "2026-11-24T00:00:00Z"}].',
      { field: 'rows' },
    );
  }
  if (rows.length > MAX_ROWS) {
    throw badInput(
      `${rows.length} rows were given; at most ${MAX_ROWS} fit in one call. Write them in several calls.`,
      {
        field: 'rows',
        expected: MAX_ROWS,
        found: rows.length,
      },
    );
  }
  return rows;
}

/** The rows of a call: one given twice counts once. */
class DistinctRows {
  readonly rows: EncodedRow[] = [];
  /** The number in the call of each. */
  private readonly numbers: number[] = [];
  /** Event → its index here. */
  private readonly seen = new Map<string, number>();

  /** Two different rows for one event can't both be right: BAD_USER_INPUT. */
  add(row: EncodedRow, index: number): void {
    const event = `${row.eventTime} ${row.key}`;
    const other = this.seen.get(event);
    if (other === undefined) {
      this.seen.set(event, this.rows.length);
      this.rows.push(row);
      this.numbers.push(index);
    } else if (this.rows[other]?.values !== row.values) {
      throw badInput(
        `rows[${this.numbers[other]}] and rows[${index}] give different values for ${row.key} at ${row.eventTime}; keep the right one.`,
        { row: index, column: 'event_time' },
      );
    }
  }
}
