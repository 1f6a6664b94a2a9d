/** A row that could not be read at all. */
export class UnreadableRow {
  constructor(
    readonly problem: string,
    /** The beginning of its text. */
    readonly text: string,
  ) {}
}

export type TableRow = Readonly<Record<string, unknown>> | UnreadableRow;

/** Neighbouring rows of a table. */
export interface TableBatch {
  /** Number of the first of them, from 1. */
  readonly firstRow: number;
  readonly rows: readonly TableRow[];
}

/** Rows as batches of at most this many: few enough to stay in the young generation of the garbage collector. */
export const BATCH_ROWS = 500;

/** A batch also ends with the row that takes it past so many bytes, so that memory is bounded whatever the rows hold. */
export const BATCH_BYTES = 1024 * 1024;

/** The most bytes that one row may hold, in every format: reading one never holds up the service, nor do a few thousand fill it. */
export const MAX_ROW_BYTES = 1024 * 1024;

export const TOO_LONG = `is longer than ${MAX_ROW_BYTES} bytes, which is the most a row may hold`;

/** A row of cells under their names, whatever these are: assigned like any other, `__proto__` would be lost. */
export function rowOfCells(names: readonly string[], cellAt: (index: number) => unknown): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    if (name !== '__proto__') row[name] = cellAt(index);
    else
      Object.defineProperty(row, name, { value: cellAt(index), enumerable: true, configurable: true, writable: true });
  }
  return row;
}

/** Gathers rows into batches. */
export class BatchBuilder {
  private firstRow = 1;
  private rows: TableRow[] = [];
  private bytes = 0;

  /** Adds a row of about so many bytes; the batch, where that makes it full. */
  add(row: TableRow, bytes: number): TableBatch | undefined {
    this.rows.push(row);
    this.bytes += bytes;
    return this.rows.length < BATCH_ROWS && this.bytes < BATCH_BYTES ? undefined : this.take();
  }

  /** What is left at the end; undefined where nothing is. */
  take(): TableBatch | undefined {
    if (this.rows.length === 0) return undefined;
    const batch = { firstRow: this.firstRow, rows: this.rows };
    this.firstRow += this.rows.length;
    this.rows = [];
    this.bytes = 0;
    return batch;
  }
}
