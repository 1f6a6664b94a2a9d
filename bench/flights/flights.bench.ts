import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Bench, BenchRow } from '../bench.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { MAIN } from '../support/child-service.js';
import { graphql } from '../support/graphql.js';
import { peakMegabytes } from '../support/memory.js';
import { compareWithAsofJoin } from './asof-oracle.js';
import { FLIGHT_SETS, type FlightSet, SINGLE_FLIGHTS, SPINE_ROWS, writeFlightFiles } from './flight-files.js';

const MEGABYTES_BAR = 500;

export const flightsBench: Bench = {
  name: 'flights',
  description:
    "3 million real flights through the commands; a training set of 200,000 of them against DuckDB's ASOF join",
  run: measure,
};

async function measure(): Promise<BenchRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-flights-'));
  // PostgreSQL may run as a user of its own, who has to get in.
  await chmod(directory, 0o755);
  const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    process.stderr.write('writing the files of the flights\n');
    await writeFlightFiles(duckdb, directory);
    return await withBenchService(join(directory, 'data'), async (service) => {
      const rows = [await ingest(service, directory, SINGLE_FLIGHTS)];
      for (const set of FLIGHT_SETS) rows.push(await ingest(service, directory, set));
      const output = join(directory, 'training.parquet');
      const seconds = await createTrainingSet(service, directory, output);
      const difference = await compareWithAsofJoin(duckdb, directory, output);
      const equal = Object.values({ ...difference, rows: difference.rows - SPINE_ROWS }).every((count) => count === 0);
      return [
        ...rows,
        {
          work: `Training set, ${SPINE_ROWS.toLocaleString('en')} flights × 3 sets, created and downloaded`,
          ours: `${seconds.toFixed(1)} s`,
          floor: "DuckDB's ASOF join",
          ratio: '',
          bar: `equal${equal ? '' : `, but ${JSON.stringify(difference)}`}`,
          holds: equal,
        },
        await memoryRow(service),
      ];
    });
  } finally {
    duckdb.closeSync();
    await rm(directory, { recursive: true, force: true });
  }
}

async function ingest(service: BenchService, directory: string, set: FlightSet): Promise<BenchRow> {
  await publish(service, set);
  const begin = performance.now();
  await headwater(service, ['ingest', join(directory, `${set.name}.parquet`), '--feature-set', set.name]);
  const seconds = (performance.now() - begin) / 1000;
  const { rows } = (await service.sql.query(`select count(*)::int from ${await onlineTable(service, set.name)}`)) as {
    rows: { count: number }[];
  };
  return {
    work: `headwater ingest ${set.name}.parquet (${rows[0]?.count.toLocaleString('en')} keys)`,
    ours: `${seconds.toFixed(1)} s`,
    floor: '',
    ratio: '',
    bar: '',
    holds: undefined,
  };
}

async function publish(
  service: BenchService,
  { name, entity, joinKeys, features, ttlSeconds }: FlightSet,
): Promise<void> {
  await graphql(
    service.url,
    `mutation ($entity: DefineEntityInput!, $set: PublishFeatureSetInput!) {
       defineEntity(input: $entity) { created }
       publishFeatureSet(input: $set) { created }
     }`,
    { entity: { name: entity, joinKeys }, set: { name, entity, features, ttlSeconds } },
  );
}

async function onlineTable(service: BenchService, name: string): Promise<string> {
  const { rows } = await service.sql.query(
    'select v.storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [`${name}@1`],
  );
  return `feature_online_${rows[0].storage}`;
}

async function createTrainingSet(service: BenchService, directory: string, output: string): Promise<number> {
  const begin = performance.now();
  const features = FLIGHT_SETS.map(({ name }) => `${name}:*`).join(',');
  const spine = join(directory, 'spine.parquet');
  await headwater(service, [
    'training-set',
    'create',
    ...['--name', 'flight_training', '--features', features, '--spine', spine, '--output', output],
  ]);
  return (performance.now() - begin) / 1000;
}

/** Runs a command of Headwater as people do; its progress is shown. */
async function headwater(service: BenchService, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [MAIN, ...args, '--url', service.url], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`headwater ${args.join(' ')} failed`);
}

async function memoryRow({ pid }: BenchService): Promise<BenchRow> {
  const megabytes = await peakMegabytes(pid);
  return {
    work: 'Memory of the service through all of that (resident, peak)',
    ours: megabytes === undefined ? 'not known here' : `${Math.round(megabytes)} MB`,
    floor: '',
    ratio: '',
    bar: `< ${MEGABYTES_BAR} MB`,
    holds: megabytes === undefined ? undefined : megabytes < MEGABYTES_BAR,
  };
}
