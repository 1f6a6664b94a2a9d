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
