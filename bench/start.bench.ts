import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Bench, BenchOptions, BenchRow } from './bench.js';
import { MAIN, startChildService } from './support/child-service.js';
import { graphql } from './support/graphql.js';
import { median } from './support/median.js';
import { megabytesOf, serviceProcesses } from './support/service-processes.js';

const SECONDS_BAR = 5;
const MEGABYTES_BAR = 150;
const IDLE_MS = 5_000;

export const startBench: Bench = {
  name: 'start',
  description: 'from the command to the first answered query, on an empty data directory; memory of the idle service',
  run: measure,
};

async function measure({ rounds }: BenchOptions): Promise<BenchRow[]> {
  const starts: { seconds: number; megabytes: number }[] = [];
  process.stderr.write('start on an empty data directory ');
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    starts.push(await startOnce());
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  const seconds = median(starts.map((start) => start.seconds));
  const megabytes = median(starts.map((start) => start.megabytes));
  const withoutFloor = { floor: '', ratio: '' };
  return [
    {
      work: 'Start on an empty data directory, to the first answered query',
      ours: `${seconds.toFixed(1)} s`,
      ...withoutFloor,
      bar: `< ${SECONDS_BAR} s`,
      holds: seconds < SECONDS_BAR,
    },
    {
      work: 'Memory of the idle service (resident, the larger of its processes)',
      ours: `${Math.round(megabytes)} MB`,
      ...withoutFloor,
      bar: `< ${MEGABYTES_BAR} MB`,
      holds: megabytes === 0 ? undefined : megabytes < MEGABYTES_BAR,
    },
  ];
}

async function startOnce(): Promise<{ seconds: number; megabytes: number }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'headwater-bench-'));
  try {
    const begin = performance.now();
    const service = await startChildService([MAIN, 'serve'], {
      // Empty counts as unset: the embedded PostgreSQL is part of what is measured.
      DATABASE_URL: '',
      HEADWATER_DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      PORT: '0',
    });
    await graphql(service.url, '{ datasets { nodes { name } } }');
    const seconds = (performance.now() - begin) / 1000;
    await setTimeout(IDLE_MS);
    const megabytes = Math.max(...serviceProcesses(service.pid).map((pid) => megabytesOf(pid, 'VmRSS')));
    await service.stop();
    return { seconds, megabytes };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
