import { join } from 'node:path';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { type FilledFeatureSet, fillFeatureSet } from '../lookup/feature-store.js';
import { requestBodies } from '../lookup/request-bodies.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { graphql } from '../support/graphql.js';
import { LoadGenerator } from '../support/load/load-generator.js';
import { loadRow } from '../support/load/load-row.js';
import { compareInRounds, type Target } from '../support/rounds.js';
import { fillFeast, findPython, installFeast, startFeast } from './feast-server.js';

const KEYS = 20_000;
const FEATURES = 50;
/** Of Feast's throughput, at one key and at a hundred; the door takes the same requests that Feast's server does. */
const BARS = { graphql: { 1: 6, 100: 40 }, http: { 1: 8, 100: 43 }, door: { 1: 8, 100: 20 } } as const;
/** What the service of that name has in Feast's repository. */
const DEFINE_SERVICE =
  'mutation { defineFeatureService(input: {name: "all", features: ["bench_peer:*"]}) { created } }';
const VALUES = `query Lookup($features: [Ref!]!, $entities: EntityKeys!) {
  onlineFeatures(features: $features, entities: $entities) { values }
}`;

export const feastBench: Bench = {
  name: 'feast',
  description: 'the same keys and values served by Feast 0.67 on PostgreSQL (installs it with pip); only if named',
  run: measure,
  onlyIfNamed: true,
};

async function measure({ dataDir, rounds, seconds }: BenchOptions): Promise<BenchRow[]> {
  const python = findPython();
  if (python === undefined) {
    process.stderr.write('feast: skipped, for there is no Python 3.9 or newer with venv here.\n');
    return [];
  }
  const bin = installFeast(python, dataDir);
  const repository = join(dataDir, 'feast-repository');
  return withBenchService(join(dataDir, 'feast'), async (service) => {
    const store = await fillFeatureSet(service, 'bench_peer', FEATURES, KEYS);
    await graphql(service.url, DEFINE_SERVICE, {});
    const perSecond = await fillFeast(bin, repository, service, await exportRows(service, store));
    const feast = await startFeast(bin, repository);
    const load = new LoadGenerator();
    try {
      await requireSameValues(service, feast.url);
      const rows: BenchRow[] = [];
      for (const keys of [1, 100] as const) {
        process.stderr.write(`${keys} keys `);
        const targets = [...ours(service.url, keys), feastTarget(service.url, keys)] as const;
        const [byGraphql, http, door] = await compareInRounds(load, feastTarget(feast.url, keys), targets, {
          rounds: Math.min(rounds, 5),
          seconds,
        });
        const size = `${keys} ${keys === 1 ? 'key' : 'keys'} × ${FEATURES}`;
        rows.push(loadRow(`GraphQL lookup beside Feast, ${size}`, byGraphql, BARS.graphql[keys]));
        rows.push(loadRow(`HTTP lookup beside Feast, ${size}`, http, BARS.http[keys]));
        rows.push(loadRow(`Feast's door beside Feast, ${size}`, door, BARS.door[keys]));
      }
      return [...rows, writeRow(perSecond)];
    } finally {
      load.close();
      await feast.stop();
    }
  });
}

/** The online rows as CSV: key, event time, values. */
async function exportRows({ sql }: BenchService, { onlineTable }: FilledFeatureSet): Promise<string> {
  const { rows } = await sql.query<{ line: string }>(
    `select concat_ws(',', trim(both '[]' from key), to_char(event_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS+00:00'),
       trim(both '[]' from "values")) as line
     from ${onlineTable}`,
  );
  return rows.map(({ line }) => line).join('\n');
}

function feastTarget(url: string, keys: number): Target {
  const write = (chosen: readonly number[]) => ({ feature_service: 'all', entities: { user_id: chosen } });
  return { url: `${url}/get-online-features`, bodies: requestBodies(KEYS, keys, write) };
}

function ours(url: string, keys: number): [graphql: Target, http: Target] {
  const features = ['bench_peer:*'];
  const entities = (chosen: readonly number[]) => chosen.map((user_id) => ({ user_id }));
  return [
    {
      url: `${url}/graphql`,
      bodies: requestBodies(KEYS, keys, (chosen) => ({
        query: VALUES,
        variables: { features, entities: entities(chosen) },
      })),
    },
    {
      url: `${url}/v1/features`,
      bodies: requestBodies(KEYS, keys, (chosen) => ({ features, entities: entities(chosen), include: [] })),
    },
  ];
}

interface FeastAnswer {
  readonly metadata: { readonly feature_names: readonly string[] };
  readonly results: readonly { readonly values: readonly unknown[] }[];
}

/** Both have to serve the same, or one is measured at something else. */
async function requireSameValues({ url }: BenchService, feastUrl: string): Promise<void> {
  const ask = async (target: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(target, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  for (const key of [1, 777, KEYS]) {
    const theirs = (await ask(`${feastUrl}/get-online-features`, {
      feature_service: 'all',
      entities: { user_id: [key] },
    })) as FeastAnswer;
    const { values } = (await ask(`${url}/v1/features`, {
      features: ['bench_peer:*'],
      entities: [{ user_id: key }],
    })) as { values: unknown[][] };
    const door = (await ask(`${url}/get-online-features`, {
      feature_service: 'all',
      entities: { user_id: [key] },
    })) as FeastAnswer;
    const names = theirs.metadata.feature_names;
    const wrong = names.find((name, index) => valueNamed(door, name) !== theirs.results[index]?.values[0]);
    if (wrong !== undefined) throw new Error(`The door serves another ${wrong} for key ${key} than Feast.`);
    const served = values[0]?.map((_, index) => {
      const place = theirs.metadata.feature_names.indexOf(`f${index + 1}`);
      return theirs.results[place]?.values[0];
    });
    if (JSON.stringify(served) !== JSON.stringify(values[0]))
      throw new Error(`Feast serves other values for key ${key}: ${JSON.stringify(served).slice(0, 200)}`);
  }
}

function valueNamed({ metadata, results }: FeastAnswer, name: string): unknown {
  return results[metadata.feature_names.indexOf(name)]?.values[0];
}

function writeRow(perSecond: number): BenchRow {
  return {
    work: `Feast: write_to_online_store, rows of ${FEATURES}`,
    ours: '',
    floor: `${Math.round(perSecond).toLocaleString('en')} rows/s`,
    ratio: '',
    bar: '',
    holds: undefined,
  };
}
