import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetFile } from '../../support/foreign/parquet-file.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { startHeadwater } from '../../support/service/headwater-process.js';

/** A Parquet file of flights, from rows as SQL has them. */
export const flights = (rows: string): string =>
  `select origin, date::timestamp as date, delay::bigint as delay from (values ${rows}) as it(origin, date, delay)`;

export const JANUARY = flights(
  `('SEA', '2001-01-01 10:10', 20), ('SEA', '2001-01-01 11:00', 10), ('DEN', '2001-01-01 10:30', null)`,
);
export const WINDOWS = ['--time', 'date', '--time-zone', 'UTC', '--window', '2h', '--every', '1h'];
export const FEATURES = ['departures=count()', 'mean_delay=mean(delay)', 'late_share=share(delay > 15)'].flatMap(
  (feature) => ['--feature', feature],
);
export const AIRPORT = ['--entity', 'airport', '--key', 'origin', '--define-entity'];

export interface WindowCommand {
  readonly app: AppUnderTest;
  /** Writes what a query gives as Parquet; its path. */
  write(name: string, query: string): Promise<string>;
  run(...args: string[]): Promise<{ code: number | string; stdout: string; stderr: string }>;
  close(): Promise<void>;
}

/** `headwater features window` beside a service. Close it in afterAll. */
export async function startWindowCommand(): Promise<WindowCommand> {
  const app = await startAppUnderTest();
  const url = await app.listen();
  const directory = await mkdtemp(join(tmpdir(), 'headwater-window-'));
  return {
    app,
    async write(name, query) {
      const file = join(directory, name);
      await writeFile(file, await parquetFile(query));
      return file;
    },
    async run(...args) {
      const command = startHeadwater(['features', 'window', '--url', url, ...args], {});
      return { code: await command.exited, stdout: command.stdout(), stderr: command.stderr() };
    },
    async close() {
      await app.close();
      await rm(directory, { recursive: true });
    },
  };
}
