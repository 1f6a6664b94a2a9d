/** A row of history, and where it comes from. */
interface OracleRow {
  readonly key: string;
  readonly hour: number;
  readonly n: number;
  readonly from: string | OracleRow | undefined;
}

export interface OracleWrite {
  readonly key: string;
  readonly hour: number;
  readonly n: number;
}

/** One version's rows, by the rules of writing alone: nothing of it knows of ingest times. */
export class RowOracle {
  /** In the order in which they were written. */
  private readonly history: OracleRow[] = [];
  private readonly online = new Map<string, OracleRow>();

  /** Rows of one call, by a run or by nobody knows whom. */
  write(rows: readonly OracleWrite[], run: string | undefined): void {
    for (const row of rows) this.add({ ...row, from: run });
  }

  /** What a backfill does: the last word on each event that this version doesn't have. */
  copy(other: RowOracle): void {
    const known = new Set(this.history.map(eventOf));
    const last = new Map(other.history.map((row) => [eventOf(row), row]));
    for (const [event, row] of last) if (!known.has(event)) this.add({ ...row, from: row });
  }

  /** Keys whose online row was written by a run, and how many rows of it are history only. */
  contaminatedBy(runs: ReadonlySet<string>): { keys: string[]; historyRows: number } {
    const isBad = ({ from }: OracleRow): boolean =>
      from !== undefined && (typeof from === 'string' ? runs.has(from) : isBad(from));
    const current = new Set(this.online.values());
    return {
      keys: [...this.online.values()]
        .filter(isBad)
        .map(({ key }) => key)
        .sort(),
      historyRows: this.history.filter((row) => isBad(row) && !current.has(row)).length,
    };
  }

  get unattributed(): number {
    return [...this.online.values()].filter(({ from }) => from === undefined).length;
  }

  private add(row: OracleRow): void {
    const last = this.history.findLast((other) => eventOf(other) === eventOf(row));
    if (last?.n === row.n) return;
    this.history.push(row);
    const online = this.online.get(row.key);
    if (online === undefined || row.hour >= online.hour) this.online.set(row.key, row);
  }
}

const eventOf = ({ key, hour }: OracleWrite) => `${key} ${hour}`;
