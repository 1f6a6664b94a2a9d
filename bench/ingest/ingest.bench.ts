import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { publishFeatureSet } from '../lookup/feature-store.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { median } from '../support/median.js';
import { peakMegabytes } from '../support/memory.js';
import { FEATURES, type IngestFiles, makeIngestFiles, ROWS } from './ingest-files.js';

/** Of rows a second: the share of the floor's that each format reaches. */
const BARS: Readonly<Record<string, number>> = { ndjson: 0.5, csv: 0.5, parquet: 0.7 };
const MEGABYTES_BAR = 500;
const FORMATS = { ndjson: 'application/x-ndjson', csv: 'text/csv', parquet: 'application/vnd.apache.parquet' } as const;

export const ingestBench: Bench = {
  name: 'ingest',
  description: `bulk ingest of ${ROWS.toLocaleString('en')} rows in each format, against COPY of the packed rows into two like tables`,
  run: measure,
};

async function measure({ dataDir, rounds }: BenchOptions): Promise<BenchRow[]> {
  const files = await makeIngestFiles(dataDir);
  return withBenchService(join(dataDir, 'ingest'), async (service) => {
    const storage = await publishFeatureSet(service, 'bench_bulk', FEATURES);
    const tables = [`feature_history_${storage}`, `feature_online_${storage}`];
    const rows: BenchRow[] = [];
    for (const format of ['ndjson', 'csv', 'parquet'] as const) {
      process.stderr.write(`ingest of ${format} `);
      const ours: number[] = [];
      const floor: number[] = [];
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        floor.push(await timed(() => copyTwice(service, files, storage)));
        await service.sql.query(`truncate ${tables.join(', ')}`);
        await service.sql.query('checkpoint');
        ours.push(await timed(() => upload(service, files[format], FORMATS[format])));
        await service.sql.query(`truncate ${tables.join(', ')}`);
        await service.sql.query('checkpoint');
        process.stderr.write('.');
      }
      process.stderr.write('\n');
      rows.push(
        ratioRow(format, median(ours), median(floor), median(ours.map((own, index) => (floor[index] ?? 0) / own))),
      );
    }
    return [...rows, await memoryRow(service.pid)];
  });
}

/** The least that has to be done: the rows as they are stored, into history and online storage, in one transaction. */
async function copyTwice({ sql }: BenchService, { packed }: IngestFiles, storage: number): Promise<void> {
  await sql.query('drop table if exists floor_history, floor_online');
  await sql.query(`create table floor_history (like feature_history_${storage} including all)`);
  await sql.query(`create table floor_online (like feature_online_${storage} including all) with (fillfactor = 80)`);
  await sql.query('begin');
  for (const table of ['floor_history', 'floor_online']) {
    const copy = sql.query(copyFrom(`copy ${table} (key, event_time, ingest_time, "values") from stdin`));
    await pipeline(createReadStream(packed, { highWaterMark: 1 << 18 }), copy);
  }
  await sql.query('commit');
}

async function upload({ url }: BenchService, file: string, type: string): Promise<void> {
  const response = await fetch(`${url}/v1/feature-sets/bench_bulk/rows`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: Readable.toWeb(createReadStream(file, { highWaterMark: 1 << 18 })) as never,
    ...({ duplex: 'half' } as object),
  });
  const answer = await response.text();
  if (!answer.includes(`"written":${ROWS}`)) throw new Error(`The service answered ${answer.slice(0, 500)}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function ratioRow(format: string, ours: number, floor: number, ratio: number): BenchRow {
  const bar = BARS[format] ?? 0.5;
  const speed = (seconds: number) =>
    `${Math.round(ROWS / seconds).toLocaleString('en')} rows/s · ${seconds.toFixed(1)} s`;
  return {
    work: `Bulk ingest, ${ROWS.toLocaleString('en')} rows × ${FEATURES}, ${format}`,
    ours: speed(ours),
    floor: speed(floor),
    ratio: ratio.toFixed(2),
    bar: `≥ ${bar.toFixed(2)}`,
    holds: ratio >= bar,
  };
}

async function memoryRow(pid: number): Promise<BenchRow> {
  const megabytes = await peakMegabytes(pid);
  return {
    work: 'Memory of the service through all ingests (resident, peak)',
    ours: megabytes === undefined ? 'not known here' : `${Math.round(megabytes)} MB`,
    floor: '',
    ratio: '',
    bar: `< ${MEGABYTES_BAR} MB`,
    holds: megabytes === undefined ? undefined : megabytes < MEGABYTES_BAR,
  };
}
