import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { LoadGenerator } from '../support/load/load-generator.js';
import { loadRow } from '../support/load/load-row.js';
import { compareInRounds } from '../support/rounds.js';
import { fillFeatureSet } from './feature-store.js';
import { lookupCases } from './lookup-cases.js';
import { startFloorServer } from './start-floor-server.js';

export const lookupBench: Bench = {
  name: 'lookup',
  description: 'online lookups of 50 features, by GraphQL and by HTTP, against a bare Fastify route on the same rows',
  run: (options) => withBenchService(options.dataDir, (service) => measure(service, options)),
};

async function measure(service: BenchService, options: BenchOptions): Promise<BenchRow[]> {
  const wide = await fillFeatureSet(service, 'bench_wide', 50, options.keys);
  const tenth = await fillFeatureSet(service, 'bench_wide_tenth', 50, Math.ceil(options.keys / 10));
  const parts = [];
  for (const part of [1, 2, 3, 4, 5]) {
    parts.push(await fillFeatureSet(service, `bench_part_${part}`, 10, options.keys));
  }
  const routes = { '/wide': [wide.onlineTable], '/parts': parts.map((part) => part.onlineTable) };
  const floor = await startFloorServer(service.databaseUrl, routes);
  const load = new LoadGenerator();
  try {
    const rows: BenchRow[] = [];
    for (const { title, baseline, contenders } of lookupCases(service.url, floor.url, { wide, tenth, parts })) {
      process.stderr.write(`${title} `);
      const targets = contenders.map(({ target }) => target);
      const comparisons = await compareInRounds(load, baseline, targets, options);
      rows.push(...contenders.map(({ work, bar }, index) => loadRow(work, comparisons[index], bar)));
    }
    return rows;
  } finally {
    load.close();
    await floor.stop();
  }
}
