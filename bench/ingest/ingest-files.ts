import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export const ROWS = 1_000_000;
export const FEATURES = 10;

/** The same rows in every format, and packed as they are stored, as COPY text. */
export interface IngestFiles {
  readonly ndjson: string;
  readonly csv: string;
  readonly parquet: string;
  readonly packed: string;
}

/** Makes the files unless an earlier run has: a million rows of ten doubles, keys in random order. */
export async function makeIngestFiles(dataDir: string): Promise<IngestFiles> {
  const directory = join(dataDir, 'ingest-files');
  const file = (name: string) => join(directory, name);
  const files = {
    ndjson: file('rows.ndjson'),
    csv: file('rows.csv'),
    parquet: file('rows.parquet'),
    packed: file('rows.copy'),
  };
  if (existsSync(files.packed)) return files;
  process.stderr.write(`making ${ROWS.toLocaleString('en')} rows × ${FEATURES} in three formats\n`);
  await mkdir(directory, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const duckdb = await instance.connect();
  const names = Array.from({ length: FEATURES }, (_, index) => `f${index + 1}`);
  await duckdb.run("set timezone = 'UTC'");
  await duckdb.run(
    `create table rows as
     select i as user_id, ${names.map((name) => `random() as ${name}`).join(', ')},
       timestamptz '2026-01-01 00:00:00+00' + to_microseconds(i) as event_time
     from range(1, ${ROWS + 1}) t(i) order by hash(i)`,
  );
  const time = `strftime(event_time, '%Y-%m-%dT%H:%M:%S.%fZ')`;
  const texts = `select * replace (${time} as event_time) from rows`;
  await duckdb.run(`copy (${texts}) to '${files.ndjson}' (format json)`);
  await duckdb.run(`copy (${texts}) to '${files.csv}' (header)`);
  await duckdb.run(`copy rows to '${files.parquet}' (format parquet)`);
  await duckdb.run(
    `copy (select '[' || user_id || ']', ${time}, now()::varchar, '[' || concat_ws(',', ${names.join(', ')}) || ']' from rows)
     to '${files.packed}' (format csv, delimiter E'\\t', header false, quote '')`,
  );
  duckdb.closeSync();
  instance.closeSync();
  return files;
}
