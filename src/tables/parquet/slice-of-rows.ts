import type { DuckDBVector } from '@duckdb/node-api';
import { BATCH_BYTES, BATCH_ROWS, MAX_ROW_BYTES } from '../table-batch.js';
import type { ParquetSlice } from './duckdb/duckdb-task.js';
import type { ParquetColumn } from './parquet-column.js';

/**
 * Gathers rows until they are as many as a batch has, from chunks of any size: a file may have a row in each of its row groups. Values are taken out
 * of DuckDB's vectors row by row, so that a text which many rows share isn't there for all of them at once.
 */
export class SliceOfRows {
  count = 0;
  private bytes = 0;
  private values: unknown[][];
  private tooLong = new Map<number, string>();
  private readonly names: readonly string[];

  constructor(private readonly columns: readonly ParquetColumn[]) {
    this.names = columns.map(({ name }) => name);
    this.values = columns.map(() => []);
  }

  get isFull(): boolean {
    return this.count >= BATCH_ROWS || this.bytes >= BATCH_BYTES;
  }

  add(vectors: readonly DuckDBVector[], row: number): void {
    const length = takeRow(vectors, this.columns, row, this.values);
    if (length > MAX_ROW_BYTES) {
      this.tooLong.set(this.count, shortCells(this.names, this.values, length));
      for (const column of this.values) column[column.length - 1] = null;
    } else this.bytes += length;
    this.count++;
  }

  /** What was gathered; the next row begins anew. */
  take(): ParquetSlice {
    const { names, count, values, tooLong } = this;
    this.count = 0;
    this.bytes = 0;
    this.values = this.columns.map(() => []);
    this.tooLong = new Map();
    return { names, count, columns: values.map(packed), tooLong };
  }
}

/** Puts the values of a row behind those of its columns; about how many bytes they take. */
function takeRow(
  vectors: readonly DuckDBVector[],
  columns: readonly ParquetColumn[],
  row: number,
  values: readonly unknown[][],
): number {
  let bytes = 0;
  for (let index = 0; index < columns.length; index++) {
    const value = (columns[index] as ParquetColumn).convert((vectors[index] as DuckDBVector).getItem(row));
    values[index]?.push(value);
    bytes += typeof value === 'number' ? 8 : bytesOf(value);
  }
  return bytes;
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) {
    let sum = 8;
    for (const element of value) sum += typeof element === 'number' ? 8 : bytesOf(element);
    return sum;
  }
  return Object.entries(value).reduce((sum, [name, part]) => sum + name.length + bytesOf(part), 8);
}

/** What helps to find a row that is not taken: its short cells. */
function shortCells(names: readonly string[], values: readonly unknown[][], length: number): string {
  const cells = names.flatMap((name, index) => {
    const value = values[index]?.at(-1);
    return typeof value !== 'object' && String(value).length <= 40 ? [`${name}: ${value}`] : [];
  });
  return `${length} bytes, with ${cells.join(', ')}`.slice(0, 200);
}

function packed(values: readonly unknown[]): readonly unknown[] | Float64Array {
  return values.every((value) => typeof value === 'number') ? Float64Array.from(values as number[]) : values;
}
