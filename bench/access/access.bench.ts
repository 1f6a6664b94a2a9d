import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@headwater/embedded-postgres';
import { checkOut } from '../against/checkout.js';
import { type Costs, compareSides, describeCosts, type Side, startSide } from '../against/sides.js';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { MAIN } from '../support/child-service.js';
import { median } from '../support/median.js';

/** The last commit that asked nobody for a key, and kept no log of changes. */
const BEFORE = '730b8fb';
/** More than anybody sends here: what is measured is that they are counted. */
const LIMITS = {
  RATE_LIMIT_PER_ADDRESS: '1000000',
  RATE_LIMIT_PER_PRINCIPAL: '1000000',
  QUOTA_ROWS: '1000000000',
  QUOTA_NODES: '1000000000',
};
/** How much more processor time of the service a request may take: of lookups, and of what changes something. */
const BARS: Readonly<Record<string, number>> = {
  'HTTP lookup, 1 key × 50': 0.05,
  'HTTP lookup, 100 keys × 50': 0.05,
  'GraphQL lookup, 1 key × 50': 0.05,
  'writeFeatures, 100 rows of 10': 0.15,
  'logRun, 20 metrics': 0.15,
};

/** What access, the log of changes, and limits cost a request. */
export const accessBench: Bench = {
  name: 'access',
  description: 'what access, the log of changes and limits cost lookups and writes, beside the commit before them',
  onlyIfNamed: true,
  run: measureAccess,
};

async function measureAccess(options: BenchOptions): Promise<BenchRow[]> {
  const directory = join(options.dataDir, 'against');
  const { commit, main } = checkOut(BEFORE, directory);
  const postgres = await startEmbeddedPostgres({
    dataDir: join(directory, 'postgres'),
    log: (message) => process.stderr.write(`${message}\n`),
  });
  const sides: Side[] = [];
  try {
    sides.push(await startSide(postgres.url, { name: 'access_before', main }));
    sides.push(withKey(await startSide(postgres.url, { name: 'access_key', main: MAIN })));
    sides.push(withKey(await startSide(postgres.url, { name: 'access_limits', main: MAIN, settings: LIMITS })));
    const all = await compareSides(sides, options, (work) => work in BARS);
    return all.flatMap((costs) => [
      rowOf(costs, { side: 1, what: 'with a key', commit }),
      rowOf(costs, { side: 2, what: 'with a key and limits', commit }),
    ]);
  } finally {
    for (const { service } of sides) await service.stop();
    await postgres.stop();
  }
}

/** The first key closes the service. */
function withKey(side: Side): Side {
  const secret = execFileSync(process.execPath, [MAIN, 'keys', 'create', '--role', 'OWNER', '--name', 'bench'], {
    env: { ...process.env, DATABASE_URL: side.databaseUrl, LOG_LEVEL: 'error' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return { ...side, headers: { authorization: `Bearer ${secret.trim()}` } };
}

function rowOf(
  { work, costs }: Costs,
  { side, what, commit }: { readonly side: number; readonly what: string; readonly commit: string },
): BenchRow {
  const [before = [], ours = []] = [costs[0], costs[side]];
  const more = median(ours.map((cost, round) => cost / (before[round] ?? Number.NaN))) - 1;
  const bar = BARS[work] ?? 0;
  return {
    work: `${work}, ${what}`,
    ours: describeCosts(ours),
    floor: `${commit}: ${describeCosts(before)}`,
    ratio: `${more >= 0 ? '+' : '−'}${Math.abs(100 * more).toFixed(1)} %`,
    bar: `≤ +${100 * bar} %`,
    holds: more <= bar,
  };
}
