import { setTimeout as sleep } from 'node:timers/promises';
import { parquetFile } from '../../support/foreign/parquet-file.js';
import { type Ask, type Extent, extentOf, type KindOfWrite, type Send } from './kind-of-write.js';

export const FEW = 20;
const MANY = 3_000;
export const AT = '2026-01-01T00:00:00Z';

export const publish = (set: string, features = '{ name: "n", type: INT64 }') =>
  `mutation { publishFeatureSet(input: { name: "${set}", entity: "key", features: [${features}] }) { created } }`;
export const keysOf = (n: number, count: number) => Array.from({ length: count }, (_, row) => `${n}-${row}`);
const WRITE =
  'mutation ($set: Ref!, $rows: FeatureRows!) { writeFeatures(input: { featureSet: $set, rows: $rows }) { written } }';
export const write = (send: Send, set: string, keys: readonly string[], times: readonly string[] = [AT]) =>
  send(WRITE, { set, rows: times.flatMap((event_time) => keys.map((key) => ({ key, n: 1, event_time }))) });

/** Whether the rows of some keys are online, all or none. */
async function online(ask: Ask, set: string, keys: readonly string[]): Promise<Extent> {
  const { onlineFeatures } = await ask(
    'query ($features: [Ref!]!, $keys: EntityKeys!) { onlineFeatures(features: $features, entities: $keys) { statuses } }',
    { features: [`${set}:n`], keys: keys.map((key) => ({ key })) },
  );
  return extentOf(onlineFeatures.statuses.map(([status]: string[]) => status === 'PRESENT'));
}

async function historyRows(ask: Ask, set: string, key: string): Promise<number> {
  const { entityTrace } = await ask(
    'query ($key: EntityKey!) { entityTrace(entity: "key", key: $key) { featureRows { historyRows featureSetVersion { label } } } }',
    { key: { key } },
  );
  type Rows = { historyRows: number; featureSetVersion: { label: string } };
  return entityTrace.featureRows.find((rows: Rows) => rows.featureSetVersion.label === set)?.historyRows ?? 0;
}

const upload = (name: string, type: string, body: (n: number) => Promise<string | Buffer>): KindOfWrite => ({
  name: `an upload of ${name}`,
  change: async (send, n) => {
    const bytes = await body(n);
    return send.post('/v1/feature-sets/shared/rows', type, typeof bytes === 'string' ? bytes : Uint8Array.from(bytes));
  },
  extent: (ask, n) => online(ask, 'shared@1', keysOf(n, MANY)),
});

/** Once per service: what all of them write into. */
export async function seedFeatureWrites(send: Send): Promise<void> {
  await send(
    'mutation { defineEntity(input: { name: "key", joinKeys: [{ name: "key", type: STRING }] }) { created } }',
  );
  await send(publish('shared'));
}

/** Changes of feature rows. */
export const FEATURE_WRITES: readonly KindOfWrite[] = [
  {
    name: 'rows',
    change: (send, n) => write(send, 'shared@1', keysOf(n, FEW)),
    extent: (ask, n) => online(ask, 'shared@1', keysOf(n, FEW)),
  },
  upload('NDJSON', 'application/x-ndjson', async (n) =>
    keysOf(n, MANY)
      .map((key) => `{"key":"${key}","n":1,"event_time":"${AT}"}`)
      .join('\n'),
  ),
  upload(
    'CSV',
    'text/csv',
    async (n) =>
      `key,n,event_time\n${keysOf(n, MANY)
        .map((key) => `${key},1,${AT}`)
        .join('\n')}\n`,
  ),
  upload('Parquet', 'application/vnd.apache.parquet', (n) =>
    parquetFile(
      `select '${n}-' || i as key, 1::bigint as n, timestamptz '2026-01-01 00:00:00+00' as event_time from range(${MANY}) t(i)`,
    ),
  ),
  {
    name: 'a backfill',
    prepare: async (send, n) =>
      (await send(publish(`b_${n}`))) &&
      (await write(send, `b_${n}@1`, keysOf(n, FEW))) &&
      (await send(publish(`b_${n}`, '{ name: "n", type: INT64 }, { name: "m", type: INT64, defaultValue: 0 }'))),
    change: (send, n) =>
      send(`mutation { backfillFeatureSetVersion(input: { featureSet: "b_${n}@2", from: "b_${n}@1" }) { written } }`),
    extent: (ask, n) => unlessAbsent(ask, `b_${n}@2`, () => online(ask, `b_${n}@2`, keysOf(n, FEW))),
  },
  {
    name: 'dropping rows',
    prepare: async (send, n) => (await send(publish(`x_${n}`))) && (await write(send, `x_${n}@1`, keysOf(n, FEW))),
    change: (send, n) =>
      send(`mutation { dropFeatureRows(input: { featureSetVersion: "x_${n}@1", dryRun: false }) { onlineRows } }`),
    extent: (ask, n) =>
      unlessAbsent(ask, `x_${n}@1`, async () => {
        const { featureSetVersion } = await ask(`{ featureSetVersion(ref: "x_${n}@1") { rowsDroppedAt } }`);
        const left = await historyRows(ask, `x_${n}@1`, `${n}-0`);
        if (featureSetVersion.rowsDroppedAt === null) return 'nothing';
        return left === 0 ? 'whole' : 'half';
      }),
  },
  {
    name: 'a compaction',
    prepare: async (send, n) => {
      const made =
        (await send(publish(`c_${n}`))) &&
        (await write(send, `c_${n}@1`, keysOf(n, FEW), [AT, '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'])) &&
        (await send(
          `mutation { setRetention(input: { featureSet: "c_${n}@1", keepHistoryFor: 1 }) { featureSetVersion { id } } }`,
        ));
      // Until what was known at the horizon is all there is.
      if (made) await sleep(1_100);
      return made;
    },
    change: (send, n) =>
      send(`mutation { compactHistory(input: { featureSet: "c_${n}@1", dryRun: false }) { rowsSuperseded } }`),
    extent: (ask, n) =>
      unlessAbsent(ask, `c_${n}@1`, async () => {
        const rows = await Promise.all(keysOf(n, FEW).map((key) => historyRows(ask, `c_${n}@1`, key)));
        return extentOf(rows.map((count) => count === 1));
      }),
  },
  {
    name: 'an erasure',
    prepare: (send, n) => write(send, 'shared@1', [`erased-${n}`]),
    change: (send, n) =>
      send('mutation ($key: EntityKey!) { eraseEntity(input: { entity: "key", key: $key }) { erased } }', {
        key: { key: `erased-${n}` },
      }),
    async extent(ask, n) {
      const { erasures } = await ask(
        'query ($key: EntityKey!) { erasures(entity: "key", key: $key) { nodes { id } } }',
        {
          key: { key: `erased-${n}` },
        },
      );
      const left = await online(ask, 'shared@1', [`erased-${n}`]);
      if (erasures.nodes.length === 0) return 'nothing';
      return left === 'nothing' ? 'whole' : 'half';
    },
  },
];

async function unlessAbsent(ask: Ask, ref: string, look: () => Promise<Extent>): Promise<Extent> {
  const { featureSetVersion } = await ask(`{ featureSetVersion(ref: "${ref}") { id } }`);
  return featureSetVersion === null ? 'nothing' : look();
}
