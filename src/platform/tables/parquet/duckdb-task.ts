import type { ExactTimes } from './parquet-footer.js';
import type { WrittenColumn } from './written-column.js';

/** What a process of its own does with DuckDB. */
export type DuckdbTask = ParquetReading | ParquetWriting;

/** Gives the rows of a Parquet file, slice by slice. */
export interface ParquetReading {
  readonly kind: 'read';
  /** For what memory doesn't hold. */
  readonly directory: string;
  readonly file: string;
  readonly timeZone: string | undefined;
  readonly exactTimes: ExactTimes;
  /** How many rows are known already. */
  readonly skip: number;
  /** Copy it to disk first, a few columns at a time: slower, but in less memory where there are many. */
  readonly byColumns: boolean;
}

/** Turns a file of NDJSON into a Parquet file. */
export interface ParquetWriting {
  readonly kind: 'write';
  /** For what memory doesn't hold. */
  readonly directory: string;
  readonly ndjson: string;
  readonly parquet: string;
  readonly columns: readonly WrittenColumn[];
  /** Bytes of its longest row, without the names of the columns. */
  readonly longestRow: number;
}

/** Neighbouring rows of a Parquet file, column by column. */
export interface ParquetSlice {
  readonly names: readonly string[];
  readonly count: number;
  /** The values of each column: numbers packed where all are numbers. */
  readonly columns: readonly (readonly unknown[] | Float64Array)[];
  /** Rows that are longer than one may be, which stand in no column, by their place. */
  readonly tooLong: ReadonlyMap<number, string>;
}

/** What the process tells: that it is at work, then slices, then the end or what was wrong. */
export type DuckdbMessage =
  | { readonly begun: true }
  | { readonly slice: ParquetSlice }
  | { readonly end: true }
  | {
      /** Where the file is at fault, what the caller is told. */
      readonly refused: { readonly message: string; readonly details: Readonly<Record<string, unknown>> } | undefined;
      readonly problem: string;
    };
