import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { findPython, installFeast } from '../feast/feast-server.js';
import { fillFeatureSet } from '../lookup/feature-store.js';
import { withBenchService } from '../support/bench-service.js';

const KEYS = 10_000;
const STORED_KEYS = 20_000;
const FEATURES = 50;
/** Of the time that JSON takes in the same run. */
const BAR = 4;
const PROGRAM = fileURLToPath(new URL('./read_table.py', import.meta.url));

export const arrowBench: Bench = {
  name: 'arrow',
  description: '10,000 keys × 50 features into pandas, as JSON and as Arrow (installs both with pip); only if named',
  run: measure,
  onlyIfNamed: true,
};

/** Seconds from the request to the DataFrame, seconds of decoding, bytes. */
type Measured = readonly [whole: number, decoding: number, bytes: number];

async function measure({ dataDir, rounds }: BenchOptions): Promise<BenchRow[]> {
  const python = findPython();
  if (python === undefined) {
    process.stderr.write('arrow: skipped, for there is no Python 3.9 or newer with venv here.\n');
    return [];
  }
  // pandas and pyarrow come with it.
  const bin = installFeast(python, dataDir);
  return withBenchService(join(dataDir, 'feast'), async (service) => {
    await fillFeatureSet(service, 'bench_peer', FEATURES, STORED_KEYS);
    const args = [PROGRAM, service.url, 'bench_peer:*', String(KEYS), String(Math.max(rounds, 5))];
    const { status, stdout, stderr } = spawnSync(join(bin, 'python'), args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`read_table.py failed: ${stderr}`);
    const measured = JSON.parse(stdout) as Record<'values' | 'all', Record<'json' | 'arrow', Measured>>;
    return [rowOf('with statuses and times', measured.all, BAR), rowOf('values alone', measured.values)];
  });
}

function rowOf(what: string, { json, arrow }: Record<'json' | 'arrow', Measured>, bar?: number): BenchRow {
  const ratio = json[0] / arrow[0];
  return {
    work: `Arrow into pandas beside JSON, ${KEYS.toLocaleString('en')} keys × ${FEATURES}, ${what}`,
    ours: describe(arrow),
    floor: describe(json),
    ratio: ratio.toFixed(1),
    bar: bar === undefined ? '' : `≥ ${bar}`,
    holds: bar === undefined ? undefined : ratio >= bar,
  };
}

function describe([whole, decoding, bytes]: Measured): string {
  const ms = (seconds: number) => (seconds * 1000).toFixed(0);
  return `${ms(whole)} ms, ${ms(decoding)} of them decoding · ${(bytes / 1e6).toFixed(1)} MB`;
}
