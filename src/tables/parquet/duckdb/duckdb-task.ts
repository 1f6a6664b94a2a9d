import type { ExactTimes } from '../footer/parquet-footer.js';
import type { WrittenColumn } from '../written-column.js';

/** What a process of its own does with DuckDB. */
export type DuckdbTask = ParquetReading | ParquetWriting | StatementsTask;

/** Gives the rows of a Parquet file, slice by slice. */
export interface ParquetReading {
  readonly kind: 'read';
  /** For what memory doesn't hold. */
  readonly directory: string;
  readonly file: string;
  readonly timeZone: string | undefined;
  /** Known once its footer was gone through, which then says something else. */
  readonly exactTimes?: ExactTimes | undefined;
  /** How many rows are known already. */
  readonly skip: number;
  /** Copy it to disk first, a few columns at a time: slower, but in less memory where there are many. */
  readonly byColumns: boolean;
}

/** The same when the footer was gone through. */
export interface PreparedReading extends ParquetReading {
  readonly exactTimes: ExactTimes;
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

/** Runs statements one after the other, and gives the rows of the last; they are few. */
export interface StatementsTask {
  readonly kind: 'statements';
  /** For what memory doesn't hold. */
  readonly directory: string;
  readonly statements: readonly string[];
}

/** A value as JSON has it; integers of more than 32 bits are text. */
export type JsonCell = string | number | boolean | null;

/** Neighbouring rows of a Parquet file, column by column. */
export interface ParquetSlice {
  readonly names: readonly string[];
  readonly count: number;
  /** The values of each column: numbers packed where all are numbers. */
  readonly columns: readonly (readonly unknown[] | Float64Array)[];
  /** Rows that are longer than one may be, which stand in no column, by their place. */
  readonly tooLong: ReadonlyMap<number, string>;
}

/** What a reading gives: first what the footer said, unless the task did. What statements give: how far they are, then rows. */
export type DuckdbResult =
  | { readonly exactTimes: ExactTimes }
  | { readonly slice: ParquetSlice }
  | { readonly percent: number }
  | { readonly rows: readonly (readonly JsonCell[])[] };

/** What the process tells: that it is at work, then results, then the end or what was wrong. */
export type DuckdbMessage =
  | { readonly begun: true }
  | DuckdbResult
  | { readonly end: true }
  | {
      /** Where the file is at fault, what the caller is told. */
      readonly refused: { readonly message: string; readonly details: Readonly<Record<string, unknown>> } | undefined;
      readonly problem: string;
    };
