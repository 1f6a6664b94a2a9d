import { join } from 'node:path';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { makeIngestFiles } from '../ingest/ingest-files.js';
import { requestBodies } from '../lookup/request-bodies.js';
import { startFloorServer } from '../lookup/start-floor-server.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { fillStore } from './fill-store.js';
import { type HeavyClient, type HeavyJob, startHeavyClient } from './heavy-job.js';
import { heavyWork, LOOKED_UP } from './heavy-work.js';
import { type OpenLoop, type OpenLoopResult, startOpenLoop } from './open-loop.js';

const PER_SECOND = 200;
/** A turn is so many times as long as others: a percentile of rare stalls needs many answers. */
const LONG_TURNS = 3;
const TIMES_BAR = 3;
const MILLISECONDS_BAR = 15;

export const isolationBench: Bench = {
  name: 'isolation',
  description: 'lookups of one key, 200 a second, alone and beside one heavy request, ingest or job at a time',
  onlyIfNamed: true,
  run: (options) => withBenchService(join(options.dataDir, 'isolation'), (service) => measure(service, options)),
};

interface Lookups {
  readonly name: string;
  /** Whether a bar is set for them. */
  readonly isOurs: boolean;
  readonly url: string;
  readonly bodies: readonly string[];
}

async function measure(service: BenchService, { dataDir, seconds }: BenchOptions): Promise<BenchRow[]> {
  const files = await makeIngestFiles(dataDir);
  const { onlineTable } = await fillStore(service);
  const jobs = heavyWork(files).map(({ work }): HeavyJob => ({ work, url: service.url, files }));
  const floor = await startFloorServer(service.databaseUrl, { '/wide': [onlineTable] });
  const loop = startOpenLoop();
  const heavy = startHeavyClient();
  try {
    process.stderr.write('once each, to be warm ');
    for (const job of jobs) {
      await heavy.run(job);
      process.stderr.write('.');
    }
    process.stderr.write('\n');
    const rows: BenchRow[] = [];
    for (const lookups of [overHttp(service.url), overGraphql(service.url), onFloor(floor.url)]) {
      await loop.run({ ...lookups, perSecond: PER_SECOND, seconds: 2 });
      const quiet = await loop.run({ ...lookups, perSecond: PER_SECOND, seconds: LONG_TURNS * seconds });
      rows.push(quietRow(lookups, quiet));
      for (const job of jobs) {
        const result = await beside(loop, lookups, { heavy, job, seconds: LONG_TURNS * seconds });
        rows.push(row(lookups, job, result, quiet));
      }
    }
    return rows;
  } finally {
    loop.close();
    heavy.close();
    await floor.stop();
  }
}

/** Lookups while the work is done over and over, one at a time. */
async function beside(
  loop: OpenLoop,
  lookups: Lookups,
  { heavy, job, seconds }: { readonly heavy: HeavyClient; readonly job: HeavyJob; readonly seconds: number },
): Promise<OpenLoopResult> {
  process.stderr.write(`${lookups.name} beside ${job.work}\n`);
  let ended = false;
  const working = (async () => {
    while (!ended) await heavy.run(job);
  })();
  const result = await loop.run({ ...lookups, perSecond: PER_SECOND, seconds });
  ended = true;
  await working;
  return result;
}

function overHttp(url: string): Lookups {
  const features = [`${LOOKED_UP.name}:*`];
  const write = (keys: readonly number[]) => ({
    features,
    entities: keys.map((user_id) => ({ user_id })),
    include: [],
  });
  return {
    name: 'HTTP',
    isOurs: true,
    url: `${url}/v1/features`,
    bodies: requestBodies(LOOKED_UP.keys, 1, write).flat(),
  };
}

function overGraphql(url: string): Lookups {
  const query = `query ($entities: EntityKeys!) { onlineFeatures(features: ["${LOOKED_UP.name}:*"], entities: $entities) { values } }`;
  const write = (keys: readonly number[]) => ({ query, variables: { entities: keys.map((user_id) => ({ user_id })) } });
  return {
    name: 'GraphQL',
    isOurs: true,
    url: `${url}/graphql`,
    bodies: requestBodies(LOOKED_UP.keys, 1, write).flat(),
  };
}

/** The least that answers them, beside the same work of Headwater: what is left of the times is the machine's, whose processors all share. */
function onFloor(url: string): Lookups {
  const write = (keys: readonly number[]) => ({ keys: keys.map((key) => `[${key}]`) });
  return {
    name: 'floor server',
    isOurs: false,
    url: `${url}/wide`,
    bodies: requestBodies(LOOKED_UP.keys, 1, write).flat(),
  };
}

function quietRow({ name }: Lookups, quiet: OpenLoopResult): BenchRow {
  return {
    work: `Lookup by ${name}, 200/s, alone`,
    ours: describe(quiet),
    floor: '',
    ratio: '',
    bar: '',
    holds: undefined,
  };
}

function row({ name, isOurs }: Lookups, { work }: HeavyJob, ours: OpenLoopResult, quiet: OpenLoopResult): BenchRow {
  const bar = Math.max(TIMES_BAR * quiet.p99, MILLISECONDS_BAR);
  return {
    work: `${name} beside ${work}`,
    ours: describe(ours),
    floor: `${quiet.p99.toFixed(1)} ms`,
    ratio: (ours.p99 / quiet.p99).toFixed(1),
    bar: isOurs ? `p99 ≤ ${bar.toFixed(0)} ms` : '',
    holds: !isOurs ? undefined : ours.failures === 0 && ours.p99 <= bar,
  };
}

function describe({ p50, p99, worst, failures }: OpenLoopResult): string {
  const failed = failures === 0 ? '' : `, ${failures} failed`;
  return `p50 ${p50.toFixed(1)} · p99 ${p99.toFixed(1)} · worst ${worst.toFixed(0)} ms${failed}`;
}
