import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { withBenchService } from '../support/bench-service.js';
import { graphql } from '../support/graphql.js';
import { describeLatency, type Latency, measureInTurns } from '../support/load/latency.js';
import { type Registry, seedRegistry } from './seed-registry.js';

export const promotionBench: Bench = {
  name: 'promotion',
  description: 'gates, promotions and model cards, beside a version by reference and an alias that nothing guards',
  run: (options) => withBenchService(options.dataDir, ({ url }) => measure(url, options)),
};

const VERSION = 'query ($ref: Ref!) { modelVersion(ref: $ref) { label } }';
const GATE =
  'query ($ref: Ref!, $to: String!) { evaluateGate(modelVersion: $ref, to: $to) { verdict rules { outcome explanation found champion threshold } } }';
const PROMOTE = 'mutation ($input: PromoteInput!) { promote(input: $input) { changed } }';
const SET_ALIAS = 'mutation ($input: SetAliasInput!) { setAlias(input: $input) { changed } }';
const CARD = 'query ($ref: Ref!) { modelVersion(ref: $ref) { card } }';

async function measure(url: string, { rounds, seconds }: BenchOptions): Promise<BenchRow[]> {
  process.stderr.write('promotion ');
  const registry = await seedRegistry(url);
  const small = await measureOne(url, registry.small, rounds * seconds * 5);
  const hub = await measureOne(url, registry.hub, rounds * seconds * 2);
  process.stderr.write('\n');
  return [...rowsOf('', small), ...rowsOf(` of a version made from ${registry.inputs}`, hub)];
}

interface Times {
  readonly version: Latency;
  readonly gate: Latency;
  readonly card: Latency;
  readonly alias: Latency;
  readonly promote: Latency;
}

async function measureOne(url: string, model: Registry['small'], turns: number): Promise<Times> {
  const { candidate, champion } = model;
  const versions = [champion, candidate];
  let moves = 0;
  let promotions = 0;
  const [version, gate, card, alias, promote] = await measureInTurns(
    [
      () => graphql(url, VERSION, { ref: candidate }),
      () => graphql(url, GATE, { ref: candidate, to: 'champion' }),
      () => graphql(url, CARD, { ref: candidate }),
      () => graphql(url, SET_ALIAS, { input: { modelVersion: versions[++moves % 2], alias: 'free' } }),
      () => {
        const expectedCurrent = versions[promotions % 2];
        return graphql(url, PROMOTE, {
          input: { modelVersion: versions[++promotions % 2], to: 'champion', expectedCurrent },
        });
      },
    ],
    // An even number, so that whoever was champion is so again.
    { turns: turns * 2, warmUp: 4 },
  );
  if (!version || !gate || !card || !alias || !promote) throw new Error('not everything was measured');
  return { version, gate, card, alias, promote };
}

function rowsOf(of: string, { version, gate, card, alias, promote }: Times): BenchRow[] {
  return [
    row(`evaluateGate, 9 rules${of}`, gate, version),
    row(`model card${of}`, card, version),
    row(`promote, 9 rules${of}`, promote, alias),
  ];
}

function row(work: string, ours: Latency, floor: Latency): BenchRow {
  const ratio = `${(ours.p50 / floor.p50).toFixed(1)} ×`;
  return { work, ours: describeLatency(ours), floor: describeLatency(floor), ratio, bar: '', holds: undefined };
}
