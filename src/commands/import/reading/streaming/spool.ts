import { createRequire } from 'node:module';
import type { DuckDBAppender, DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { temporaryDirectory } from '../../../../tables/temporary-directory.js';

const api: typeof import('@duckdb/node-api') = createRequire(import.meta.url)('@duckdb/node-api');

/** What the database holds itself to; the rest lies on disk. */
const MEMORY = '256MB';
/** Rows after which what was added goes to the database. */
const BATCH = 20_000;

export type Row = readonly DuckDBValue[];
type Cell = string | number | null;

/** Rows that memory need not hold: a database on disk, for as long as an import takes. */
export class Spool {
  private constructor(
    private readonly directory: { remove(): Promise<void> },
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  static async open(schema: string): Promise<Spool> {
    const directory = await temporaryDirectory();
    const instance = await api.DuckDBInstance.create(`${directory.path}/spool.duckdb`, {
      memory_limit: MEMORY,
      // Each thread holds pages of its own.
      threads: '1',
      temp_directory: `${directory.path}/more`,
      autoinstall_known_extensions: 'false',
      preserve_insertion_order: 'false',
    });
    const spool = new Spool(directory, instance, await instance.connect());
    await spool.run(schema);
    return spool;
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** The rows of a statement, few of them in memory; others may be asked for meanwhile. */
  async *rows(sql: string): AsyncGenerator<Row> {
    const connection = await this.instance.connect();
    try {
      const result = await connection.stream(sql);
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      )
        yield* chunk.getRows();
    } finally {
      connection.closeSync();
    }
  }

  async first(sql: string): Promise<Row | undefined> {
    for await (const row of this.rows(sql)) return row;
    return undefined;
  }

  /** Adds rows to a table, each value a text, a whole number or nothing. */
  async into(table: string): Promise<SpoolTable> {
    return new SpoolTable(await this.connection.createAppender(table));
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
    await this.directory.remove();
  }
}

/** A table that is filled. */
export class SpoolTable {
  private waiting = 0;

  constructor(private readonly appender: DuckDBAppender) {}

  add(row: readonly Cell[]): void {
    for (const cell of row)
      if (cell === null) this.appender.appendNull();
      else if (typeof cell === 'string') this.appender.appendVarchar(cell);
      else this.appender.appendBigInt(BigInt(cell));
    this.appender.endRow();
    if (++this.waiting % BATCH === 0) this.appender.flushSync();
  }

  flush(): void {
    this.appender.flushSync();
  }

  end(): void {
    this.appender.closeSync();
  }
}
