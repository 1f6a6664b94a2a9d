import pg from 'pg';
import type { BenchOptions } from '../bench.js';
import { migrateDatabase } from '../support/bench-service.js';
import { type ChildService, startHeadwater } from '../support/child-service.js';
import { LoadGenerator } from '../support/load/load-generator.js';
import { cpuSeconds } from '../support/process-cpu.js';
import { probe } from '../support/rounds.js';
import { type AgainstCase, againstCases } from './against-cases.js';
import { fillService } from './against-data.js';

/** Rounds that aren't counted: code that has just begun is still being compiled, on both sides. */
const WARM_UP = 2;

/** A service that is compared with others. */
export interface Side {
  readonly service: ChildService;
  readonly databaseUrl: string;
  /** The run that its requests log to. */
  readonly run: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Which program, and with which settings. */
export interface SideOptions {
  readonly name: string;
  readonly main: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A service on a fresh database of its own, with data. */
export async function startSide(serverUrl: string, { name, main, settings }: SideOptions): Promise<Side> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  migrateDatabase(url.href, main);
  const service = await startHeadwater(url.href, main, settings);
  return { service, databaseUrl: url.href, run: await fillService(service.url) };
}

/** What a request costs each side. */
export interface Costs {
  readonly work: string;
  /** Microseconds of processor time of the service per request: for each side, one figure a round. */
  readonly costs: readonly (readonly number[])[];
}

/** Lets the sides take turns at those requests that `isWanted` names, all of them if left out. */
export async function compareSides(
  sides: readonly Side[],
  options: BenchOptions,
  isWanted: (work: string) => boolean = () => true,
): Promise<Costs[]> {
  const load = new LoadGenerator();
  try {
    const all: Costs[] = [];
    const cases = sides.map(({ run }) => againstCases(run));
    for (const [index, { work }] of (cases[0] ?? []).entries()) {
      if (!isWanted(work)) continue;
      const turns = sides.flatMap((side, which) => {
        const each = cases[which]?.[index];
        return each === undefined ? [] : [{ side, each }];
      });
      all.push({ work, costs: await measureCase(load, turns, options) });
    }
    return all;
  } finally {
    load.close();
  }
}

interface Turn {
  readonly side: Side;
  readonly each: AgainstCase;
}

async function measureCase(
  load: LoadGenerator,
  turns: readonly Turn[],
  { rounds, seconds }: BenchOptions,
): Promise<number[][]> {
  process.stderr.write(`${turns[0]?.each.work} `);
  const costs: number[][] = turns.map(() => []);
  const targets = turns.map(({ side, each }) => ({
    url: side.service.url + each.path,
    headers: side.headers,
    bodies: each.bodies,
    pid: side.service.pid,
  }));
  for (const target of targets) await probe(target);
  for (let round = -WARM_UP; round < rounds; round++) {
    // Every other round runs backwards, so that nobody always follows the same neighbour.
    const order = [...targets.entries()];
    if (round % 2 === 0) order.reverse();
    for (const [index, { pid, ...target }] of order) {
      const before = cpuSeconds(pid);
      const { answers } = await load.run({ ...target, seconds });
      if (round >= 0) costs[index]?.push(((cpuSeconds(pid) - before) * 1e6) / answers);
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return costs;
}

/** `278 µs (260–301)`: the median, the least and the most. */
export function describeCosts(costs: readonly number[]): string {
  const sorted = [...costs].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toLocaleString('en');
  return `${at(0.5)} µs (${at(0)}–${at(1)})`;
}
