import { join } from 'node:path';
import { startEmbeddedPostgres } from '@headwater/embedded-postgres';
import pg from 'pg';
import type { BenchOptions, BenchRow } from '../bench.js';
import { migrateDatabase } from '../support/bench-service.js';
import { type ChildService, MAIN, startHeadwater } from '../support/child-service.js';
import { LoadGenerator } from '../support/load-generator.js';
import { median } from '../support/median.js';
import { cpuSeconds } from '../support/process-cpu.js';
import { probe } from '../support/rounds.js';
import { type AgainstCase, againstCases } from './against-cases.js';
import { fillService } from './against-data.js';
import { checkOut } from './checkout.js';

/** The new commit may cost this much of the old one's processor time less, and no more. */
const BAR = 0.9;
/** Rounds that aren't counted: code that has just begun is still being compiled, on both sides. */
const WARM_UP = 2;

interface Side {
  readonly service: ChildService;
  readonly run: string;
}

/**
 * Compares this checkout with another commit: both serve the same data from one PostgreSQL, and take turns. What is
 * compared is the processor time of the service per request, which other load on the machine disturbs least.
 */
export async function measureAgainst(revision: string, options: BenchOptions): Promise<BenchRow[]> {
  const directory = join(options.dataDir, 'against');
  const { commit, main } = checkOut(revision, directory);
  const postgres = await startEmbeddedPostgres({
    dataDir: join(directory, 'postgres'),
    log: (message) => process.stderr.write(`${message}\n`),
  });
  const sides: Side[] = [];
  try {
    sides.push(await startSide(postgres.url, 'against_old', main));
    sides.push(await startSide(postgres.url, 'against_new', MAIN));
    return await takeTurns(sides, commit, options);
  } finally {
    for (const { service } of sides) await service.stop();
    await postgres.stop();
  }
}

/** A service on a fresh database of its own. */
async function startSide(serverUrl: string, name: string, main: string): Promise<Side> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  migrateDatabase(url.href, main);
  const service = await startHeadwater(url.href, main);
  return { service, run: await fillService(service.url) };
}

async function takeTurns(sides: readonly Side[], commit: string, options: BenchOptions): Promise<BenchRow[]> {
  const load = new LoadGenerator();
  try {
    const cases = sides.map(({ run }) => againstCases(run));
    const rows: BenchRow[] = [];
    for (const index of cases[0]?.keys() ?? []) {
      const costs = await measureCase(
        load,
        sides.flatMap(({ service }, side) => {
          const each = cases[side]?.[index];
          return each === undefined ? [] : [{ service, each }];
        }),
        options,
      );
      rows.push(rowOf(cases[0]?.[index]?.work ?? '', costs, commit));
    }
    return rows;
  } finally {
    load.close();
  }
}

interface Turn {
  readonly service: ChildService;
  readonly each: AgainstCase;
}

/** Microseconds of the service per request: for each side, one figure a round. */
async function measureCase(
  load: LoadGenerator,
  turns: readonly Turn[],
  { rounds, seconds }: BenchOptions,
): Promise<number[][]> {
  process.stderr.write(`${turns[0]?.each.work} `);
  const costs: number[][] = turns.map(() => []);
  for (const { service, each } of turns) await probe({ url: service.url + each.path, bodies: each.bodies });
  for (let round = -WARM_UP; round < rounds; round++) {
    const order = [...turns.keys()];
    if (round % 2 === 0) order.reverse();
    for (const side of order) {
      const turn = turns[side];
      if (turn === undefined) continue;
      const before = cpuSeconds(turn.service.pid);
      const { answers } = await load.run({ url: turn.service.url + turn.each.path, bodies: turn.each.bodies, seconds });
      if (round >= 0) costs[side]?.push(((cpuSeconds(turn.service.pid) - before) * 1e6) / answers);
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return costs;
}

function rowOf(work: string, [old = [], ours = []]: readonly number[][], commit: string): BenchRow {
  const ratio = median(old.map((cost, round) => cost / (ours[round] ?? Number.NaN)));
  return {
    work,
    ours: describe(ours),
    floor: `${commit}: ${describe(old)}`,
    ratio: ratio.toFixed(2),
    bar: `≥ ${BAR.toFixed(2)}`,
    holds: ratio >= BAR,
  };
}

function describe(costs: readonly number[]): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  return `${whole(median(costs))} µs (${whole(Math.min(...costs))}–${whole(Math.max(...costs))})`;
}
