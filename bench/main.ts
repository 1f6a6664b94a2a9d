import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { accessBench } from './access/access.bench.js';
import { measureAgainst } from './against/against.bench.js';
import { arrowBench } from './arrow/arrow.bench.js';
import type { Bench, BenchOptions, BenchRow } from './bench.js';
import { feastBench } from './feast/feast.bench.js';
import { flightsBench } from './flights/flights.bench.js';
import { hostileBench } from './hostile/hostile.bench.js';
import { ingestBench } from './ingest/ingest.bench.js';
import { isolationBench } from './isolation/isolation.bench.js';
import { lineageBench } from './lineage/lineage.bench.js';
import { listsBench } from './lists/lists.bench.js';
import { lookupBench } from './lookup/lookup.bench.js';
import { mlflowBench } from './mlflow/mlflow.bench.js';
import { promotionBench } from './registry/promotion.bench.js';
import { logRunBench } from './runs/log-run.bench.js';
import { runsBench } from './runs/runs.bench.js';
import { startBench } from './start.bench.js';
import { describeMachine } from './support/machine.js';
import { markdownTable } from './support/markdown-table.js';
import { trainingSetBench } from './training-set/training-set.bench.js';
import { writesBench } from './writes/writes.bench.js';

const BENCHES: readonly Bench[] = [
  lookupBench,
  writesBench,
  ingestBench,
  trainingSetBench,
  lineageBench,
  runsBench,
  listsBench,
  logRunBench,
  promotionBench,
  flightsBench,
  startBench,
  feastBench,
  mlflowBench,
  hostileBench,
  isolationBench,
  accessBench,
  arrowBench,
];

const list = BENCHES.map(({ name, description }) => `  ${name.padEnd(14)}${description}`).join('\n');

await new Command('bench')
  .description(
    'Measures Headwater, each piece of work against a floor: the least that PostgreSQL and Node need for it.',
  )
  .argument('[names...]', 'which to run; all but feast, mlflow, hostile, isolation, access and arrow if none is named')
  .option('--keys <number>', 'entity keys in the store', wholeNumber, 300_000)
  .option('--rounds <number>', 'how often floor and Headwater take turns; medians are printed', wholeNumber, 7)
  .option('--seconds <number>', 'length of one turn', wholeNumber, 2)
  .option('--against <commit>', 'compare the processor time of a request with that of another commit, in turns')
  .option('--data-dir <path>', 'where the generated data is kept between runs', '.headwater/bench')
  .addHelpText('after', `\nBenches:\n${list}`)
  .action(run)
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exitCode = 1;
  });

interface CommandOptions extends BenchOptions {
  readonly against?: string;
}

async function run(names: string[], { dataDir, against, ...options }: CommandOptions): Promise<void> {
  const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown !== undefined) throw new Error(`There is no bench "${unknown}". There are:\n${list}`);
  if (against !== undefined) {
    if (names.length > 0) throw new Error('--against measures requests of its own; it takes no names.');
    print(await measureAgainst(against, { ...options, dataDir: resolve(dataDir) }));
    return;
  }
  const rows: BenchRow[] = [];
  for (const bench of BENCHES.filter(({ name, onlyIfNamed }) =>
    names.length === 0 ? onlyIfNamed !== true : names.includes(name),
  )) {
    rows.push(...(await bench.run({ ...options, dataDir: resolve(dataDir) })));
  }
  print(rows);
}

function print(rows: readonly BenchRow[]): void {
  process.stdout.write(`\n${markdownTable(rows)}\n\n${describeMachine()}\n`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return value;
}
