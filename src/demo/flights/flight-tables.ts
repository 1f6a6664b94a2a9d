import { DuckDBInstance } from '@duckdb/node-api';
import type { VegaFile } from '../model/vega-file.js';
import { FILE_COLUMNS, type FileColumn } from './file-column.js';
import {
  AIRPORT_TRAFFIC_ROWS,
  BUSIEST_AIRPORTS,
  COLUMN_STATISTICS,
  DEPARTURES,
  flightFile,
  type SpinePeriod,
  spineRows,
  timeZones,
} from './flights.sql.js';

/** The flights as tables of a DuckDB in memory. */
export class FlightTables {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly ask: (sql: string) => Promise<readonly (readonly unknown[])[]>,
  ) {}

  static async open({ path }: VegaFile): Promise<FlightTables> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: '512MB',
      autoinstall_known_extensions: 'false',
    });
    const connection = await instance.connect();
    const tables = new FlightTables(instance, async (sql) => (await connection.runAndReadAll(sql)).getRows());
    await tables.ask("set timezone = 'UTC'");
    await tables.ask(flightFile(path));
    return tables;
  }

  /** Exact, over all rows of the file. */
  async columns(): Promise<FileColumn[]> {
    return FILE_COLUMNS.parse(await this.ask(COLUMN_STATISTICS));
  }

  async busiestAirports(): Promise<string[]> {
    return (await this.ask(BUSIEST_AIRPORTS)).map(([code]) => String(code));
  }

  /** Turns the times of flights from these airports into UTC; the other tables are made of those. */
  async addDepartures(zones: ReadonlyMap<string, string>): Promise<void> {
    await this.ask(timeZones(zones));
    await this.ask(DEPARTURES);
  }

  /** The rows of airport_traffic, each as JSON. */
  airportTraffic(): Promise<string[]> {
    return this.texts(AIRPORT_TRAFFIC_ROWS);
  }

  /** Flights to learn from or to judge by, each as JSON. */
  spine(period: SpinePeriod): Promise<string[]> {
    return this.texts(spineRows(period));
  }

  close(): void {
    this.instance.closeSync();
  }

  private async texts(sql: string): Promise<string[]> {
    return (await this.ask(sql)).map(([text]) => String(text));
  }
}
