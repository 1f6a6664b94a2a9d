import { join } from 'node:path';
import { startEmbeddedPostgres } from '@headwater/embedded-postgres';
import type { BenchOptions, BenchRow } from '../bench.js';
import { MAIN } from '../support/child-service.js';
import { median } from '../support/median.js';
import { checkOut } from './checkout.js';
import { type Costs, compareSides, describeCosts, type Side, startSide } from './sides.js';

/** The new commit may cost this much of the old one's processor time less, and no more. */
const BAR = 0.9;

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
    sides.push(await startSide(postgres.url, { name: 'against_old', main }));
    sides.push(await startSide(postgres.url, { name: 'against_new', main: MAIN }));
    return (await compareSides(sides, options)).map((costs) => rowOf(costs, commit));
  } finally {
    for (const { service } of sides) await service.stop();
    await postgres.stop();
  }
}

function rowOf({ work, costs: [old = [], ours = []] }: Costs, commit: string): BenchRow {
  const ratio = median(old.map((cost, round) => cost / (ours[round] ?? Number.NaN)));
  return {
    work,
    ours: describeCosts(ours),
    floor: `${commit}: ${describeCosts(old)}`,
    ratio: ratio.toFixed(2),
    bar: `≥ ${BAR.toFixed(2)}`,
    holds: ratio >= BAR,
  };
}
