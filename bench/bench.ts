export interface BenchOptions {
  /** Entity keys in the store. */
  readonly keys: number;
  /** How often the floor and Headwater take turns. */
  readonly rounds: number;
  /** Length of one turn. */
  readonly seconds: number;
  /** Absolute; the embedded PostgreSQL with the generated data. */
  readonly dataDir: string;
}

/** One line of the result, as it is printed. */
export interface BenchRow {
  readonly work: string;
  readonly ours: string;
  readonly floor: string;
  readonly ratio: string;
  /** Empty where the line is there for information only. */
  readonly bar: string;
  readonly holds: boolean | undefined;
}

/** Work to measure: a name for the command line, and what it does. */
export interface Bench {
  readonly name: string;
  readonly description: string;
  /** Left out where no bench is named: it takes long, or installs something. */
  readonly onlyIfNamed?: boolean;
  readonly run: (options: BenchOptions) => Promise<BenchRow[]>;
}
