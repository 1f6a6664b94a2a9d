import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { publishFeatureSet } from '../lookup/feature-store.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { graphql } from '../support/graphql.js';
import { median } from '../support/median.js';
import { peakMegabytes } from '../support/memory.js';

const SETS = 3;
const FEATURES = 10;
const KEYS = 50_000;
/** Events of each key in each set: five million rows a set. */
const EVENTS = 100;
const SPINE_ROWS = 200_000;
const BAR = 1.2;
const BEGIN = Date.UTC(2026, 0, 1);

export const trainingSetBench: Bench = {
  name: 'training-set',
  description:
    'a training set of 200,000 rows over three sets of 5 million rows each, against the lateral join by hand',
  run: measure,
};

async function measure({ dataDir, rounds }: BenchOptions): Promise<BenchRow[]> {
  return withBenchService(join(dataDir, 'training-set'), async (service) => {
    const storages: number[] = [];
    for (let set = 0; set < SETS; set++) storages.push(await fillHistory(service, `bench_history_${set}`));
    const spine = makeSpine();
    const ours: number[] = [];
    const floor: number[] = [];
    process.stderr.write('training set ');
    for (let round = 0; round < Math.min(rounds, 3); round++) {
      floor.push(await timed(() => joinByHand(service, storages, spine)));
      ours.push(await timed(() => createTrainingSet(service, spine)));
      process.stderr.write('.');
    }
    process.stderr.write('\n');
    const ratio = median(ours.map((own, index) => own / (floor[index] ?? Number.NaN)));
    const megabytes = await peakMegabytes(service.pid);
    return [
      {
        work: `Training set, ${SPINE_ROWS.toLocaleString('en')} rows × ${SETS} sets of 5 M, spine included`,
        ours: `${median(ours).toFixed(1)} s`,
        floor: `${median(floor).toFixed(1)} s`,
        ratio: ratio.toFixed(2),
        bar: `≤ ${BAR.toFixed(2)}`,
        holds: ratio <= BAR,
      },
      {
        work: 'Memory of the service meanwhile (resident, peak)',
        ours: megabytes === undefined ? 'not known here' : `${Math.round(megabytes)} MB`,
        floor: '',
        ratio: '',
        bar: '',
        holds: undefined,
      },
    ];
  });
}

/** Publishes a set and fills its history unless an earlier run has: each key every hour, from a minute of its own on. */
async function fillHistory(service: BenchService, name: string): Promise<number> {
  const storage = await publishFeatureSet(service, name, FEATURES);
  const table = `feature_history_${storage}`;
  const { rows } = await service.sql.query(`select count(*)::int as count from ${table}`);
  if (rows[0].count === KEYS * EVENTS) return storage;
  process.stderr.write(`writing ${name}: ${(KEYS * EVENTS).toLocaleString('en')} rows\n`);
  await service.sql.query(`truncate ${table}`);
  await service.sql.query(
    `insert into ${table} (key, event_time, ingest_time, "values")
     select '[' || k || ']', t, t, '[' || concat_ws(',', ${Array.from({ length: FEATURES }, () => 'random()').join(', ')}) || ']'
     from generate_series(1, ${KEYS}) k
     cross join lateral (
       select timestamptz 'epoch' + ${BEGIN / 1000} * interval '1 second' + e * interval '1 hour' + (k % 60) * interval '1 minute' as t
       from generate_series(0, ${EVENTS - 1}) e
     ) e
     order by ('[' || k || ']') collate "C", t`,
  );
  await service.sql.query(`vacuum (freeze, analyze) ${table}`);
  await service.sql.query('checkpoint');
  return storage;
}

interface SpineRow {
  readonly key: number;
  readonly time: string;
}

function makeSpine(): SpineRow[] {
  return Array.from({ length: SPINE_ROWS }, (_, row) => ({
    key: 1 + ((row * 7919) % KEYS),
    time: new Date(BEGIN + ((row * 104_729) % (EVENTS * 3600)) * 1000).toISOString(),
  }));
}

/** What has to be done at least: the spine into a table, and the join into another. */
async function joinByHand(
  { sql }: BenchService,
  storages: readonly number[],
  spine: readonly SpineRow[],
): Promise<void> {
  await sql.query('drop table if exists floor_spine, floor_joined');
  await sql.query('create table floor_spine (number int primary key, key text collate "C", t timestamptz)');
  const lines = spine.map(({ key, time }, number) => `${number}\t[${key}]\t${time}\n`).join('');
  await pipeline(Readable.from([lines]), sql.query(copyFrom('copy floor_spine from stdin')));
  await sql.query('analyze floor_spine');
  const joins = storages.map(
    (storage, set) => `left join lateral (
      select "values" from feature_history_${storage} h
      where h.key = s.key and h.event_time <= s.t order by h.event_time desc, h.ingest_time desc limit 1
    ) h${set} on true`,
  );
  const values = storages.map((_, set) => `h${set}."values" as v${set}`).join(', ');
  await sql.query(`create table floor_joined as select s.*, ${values} from floor_spine s ${joins.join(' ')}`);
}

async function createTrainingSet({ url }: BenchService, spine: readonly SpineRow[]): Promise<void> {
  const features = Array.from({ length: SETS }, (_, set) => `bench_history_${set}:*`).join(',');
  const response = await fetch(`${url}/v1/training-sets?name=bench_training&features=${features}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: spine.map(({ key, time }) => `{"user_id":${key},"event_time":"${time}"}\n`).join(''),
  });
  const { job, detail } = (await response.json()) as { job: string; detail?: string };
  if (job === undefined) throw new Error(`The service answered ${detail}`);
  for (;;) {
    const { trainingSetJob } = await graphql<{ trainingSetJob: { status: string; error: string | null } }>(
      url,
      'query ($id: String!) { trainingSetJob(id: $id) { status error } }',
      { id: job },
    );
    if (trainingSetJob.status === 'SUCCEEDED') return;
    if (trainingSetJob.error !== null) throw new Error(trainingSetJob.error);
    await setTimeout(20);
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
