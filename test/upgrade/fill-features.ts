import { at } from './fill-time.js';
import { type Headers, OTHER, type ServiceClient } from './service-client.js';

/** Notes the present moment, between two writes. */
export type Moment = () => Promise<void>;

const ALL_TYPES = ['BOOL', 'INT64', 'FLOAT64', 'STRING', 'TIMESTAMP', 'BYTES', 'JSON']
  .concat(['BOOL_LIST', 'INT64_LIST', 'FLOAT64_LIST', 'STRING_LIST', 'TIMESTAMP_LIST', 'BYTES_LIST'])
  .map((type) => ({ name: type.toLowerCase(), type }));

const NOTHING = Object.fromEntries(ALL_TYPES.map(({ name }) => [name, null]));

const everyType = (n: number) => ({
  bool: n % 2 === 0,
  int64: n * 1_000_003,
  float64: n / 7,
  string: `näme ${n} ✓ "quoted" \\ 𝄞`,
  timestamp: at(n),
  bytes: Buffer.from(`bytes ${n}`).toString('base64'),
  json: { n, list: [1, 'two', null, { three: 3.5 }], 'odd key ü': true },
  bool_list: [true, false],
  int64_list: [n, -n],
  float64_list: [n / 3, 1e300],
  string_list: ['a,b', '', 'ü'],
  timestamp_list: [at(n), at(-n)],
  bytes_list: ['', Buffer.from([n]).toString('base64')],
});

export async function fillFeatures(service: ServiceClient, moment: Moment): Promise<void> {
  const define = (name: string, joinKeys: object[], headers?: Headers) =>
    service.data(
      'mutation ($input: DefineEntityInput!) { defineEntity(input: $input) { entity { id } } }',
      {
        input: { name, joinKeys, description: `one ${name}`, owner: 'ops', tags: [{ key: 'pii', value: 'no' }] },
      },
      headers,
    );
  const publish = (input: object, headers?: Headers) =>
    service.data(
      'mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { created } }',
      { input },
      headers,
    );
  const write = (featureSet: string, rows: object[], headers?: Headers) =>
    service.data(
      'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written late } }',
      {
        input: { featureSet, rows },
      },
      headers,
    );
  await define('airport', [{ name: 'airport', type: 'STRING' }]);
  await define('route', [
    { name: 'origin', type: 'STRING' },
    { name: 'carrier', type: 'INT64' },
  ]);
  await define('airport', [{ name: 'airport', type: 'STRING' }], OTHER);

  await publish({ name: 'everything', entity: 'airport', features: ALL_TYPES });
  await write(
    'everything',
    [1, 2, 3].map((n) => ({ airport: `A${n}`, event_time: at(n), ...everyType(n) })),
  );
  await write('everything', [{ airport: 'nulls', event_time: at(1), ...NOTHING }]);
  await service.send('POST', '/graphql', { 'content-type': 'application/json' }, BIG_INTEGER);

  const traffic = {
    name: 'traffic',
    entity: 'airport',
    ttlSeconds: 6 * 3600,
    keepHistoryFor: 60 * 365 * 86_400,
    description: 'How busy it is',
    transformation: { repository: 'git@example.org:features.git', commit: 'f00', entryPoint: 'traffic.sql' },
  };
  const departures = {
    name: 'departures',
    type: 'INT64',
    description: 'in 3 h',
    sources: [{ dataset: 'flights@1', columns: ['origin', 'delay'] }],
  };
  await publish({ ...traffic, features: [departures, { name: 'delay', type: 'FLOAT64', allowNonFinite: true }] });
  const hourly = (from: number, to: number, scale: number) =>
    Array.from({ length: to - from }, (_, i) =>
      ['SEA', 'DEN', 'ÅLB'].map((airport, k) => ({
        airport,
        event_time: at(from + i),
        departures: (from + i) * scale + k,
        delay: (from + i) / 8,
      })),
    ).flat();
  await write('traffic', hourly(10, 34, 10));
  await moment();
  await write('traffic', hourly(4, 14, 11)); // late ones, and corrections
  await write('traffic', [{ airport: 'INF', event_time: at(5), departures: 1, delay: '-Infinity' }]);
  await moment();
  await publish({
    ...traffic,
    features: [
      departures,
      {
        name: 'delay',
        type: 'FLOAT64',
        allowNonFinite: true,
        defaultValue: 0.5,
        allowed: { min: -60, max: 1440 },
        onViolation: 'COUNT',
      },
      {
        name: 'season',
        type: 'STRING',
        defaultValue: 'summer',
        allowed: { values: ['summer', 'winter'] },
        onViolation: 'REJECT',
      },
    ],
  });
  await service.data(
    'mutation { backfillFeatureSetVersion(input: { featureSet: "traffic@2", from: "traffic@1" }) { written } }',
  );
  await write('traffic@2', [{ airport: 'SEA', event_time: at(50), departures: 7, delay: 5000, season: 'winter' }]);

  await publish({ name: 'routes', entity: 'route', features: [{ name: 'mean', type: 'FLOAT64' }] });
  await write(
    'routes',
    [1, 11, 12].flatMap((carrier) =>
      ['1', '11', 'SEA'].map((origin, i) => ({ origin, carrier, event_time: at(i), mean: carrier + i / 4 })),
    ),
  );
  await publish(
    { name: 'traffic', entity: 'airport', features: [departures].map(({ sources: _, ...rest }) => rest) },
    OTHER,
  );
  await write('traffic', [{ airport: 'SEA', event_time: at(1), departures: -1 }], OTHER);

  await publish({ name: 'compacted', entity: 'airport', features: [{ name: 'n', type: 'INT64' }] });
  await write(
    'compacted',
    [1, 2, 3].flatMap((n) => ['SEA', 'BOS'].map((airport) => ({ airport, event_time: at(n), n }))),
  );
  await publish({ name: 'dropped', entity: 'airport', features: [{ name: 'n', type: 'INT64' }] });
  await write('dropped', [{ airport: 'SEA', event_time: at(1), n: 1 }]);
}

/** With a row whose type is wrong and one whose value is not allowed. */
export const UPLOAD = {
  path: '/v1/feature-sets/traffic@2/rows?on-error=skip&dataset=flights',
  headers: { 'content-type': 'text/csv', 'idempotency-key': 'csv-1' },
  body: `airport,event_time,departures,delay,season\nBOS,${at(20)},5,1.5,winter\nBOS,${at(21)},x,1.5,winter\nBOS,${at(22)},6,,spring\nJFK,${at(22)},6,,\n`,
};

/** Written as text: JSON.stringify cannot write an integer of 64 bits. */
const BIG_INTEGER = JSON.stringify({
  query: 'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }',
  variables: {
    input: {
      featureSet: 'everything',
      rows: [{ airport: 'big', event_time: at(1), ...NOTHING, int64: 'LEAST', int64_list: ['MOST'] }],
    },
  },
})
  .replace('"LEAST"', '-9223372036854775808')
  .replace('"MOST"', '9223372036854775807');
