import { DeploymentSeed } from '../deployments/deployment-seed.js';
import { NASTY_NAMES } from '../graph/names/nasty-names.js';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';
import type { World } from './graphql-values.js';

const TYPES = [
  'BOOL',
  'INT64',
  'FLOAT64',
  'STRING',
  'TIMESTAMP',
  'BYTES',
  'JSON',
  'FLOAT64_LIST',
  'STRING_LIST',
] as const;

/** Something of every kind, so that what is made up meets what exists. */
export async function seedWorld(app: AppUnderTest): Promise<World> {
  const seed = new DeploymentSeed(app);
  const flights = await seed.datasetVersion('flights');
  const derived = await flights.derive('delays');
  const odd: string[] = [];
  for (const name of NASTY_NAMES) {
    const { label, dataset } = await seed.datasetVersion(name);
    odd.push(label, dataset.label, `${label}:delay`);
  }
  const features = TYPES.map((type) => ({ name: type.toLowerCase(), type }));
  await seedFeatureSet(app, { name: 'traffic', features, ttlSeconds: 3_600 });
  await seedFeatureSet(app, {
    name: 'route',
    entity: 'route',
    joinKeys: [
      { name: 'airport', type: 'STRING' },
      { name: 'hour', type: 'INT64' },
    ],
    features: [{ name: 'float64', type: 'FLOAT64' }],
  });
  await writeRows(app, 'traffic', [{ airport: 'SEA', float64: 1.5, event_time: '2026-01-01T00:00:00Z' }].map(whole));
  const model = await seed.modelVersion('delay', { signature: ['traffic:float64'], trainedOn: [derived.label] });
  await seed.setAlias(model.label, 'champion');
  const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
    'mutation { startRun(input: { type: TRAINING, name: "train" }) { run { id } } }',
  );
  return {
    refs: [
      ...['flights', 'flights@1', 'delays@1', 'traffic', 'traffic@1', 'traffic:*', 'traffic@1:float64', 'route:*'],
      ...odd.filter((_ref, index) => index % 7 === 0),
      ...['delay@1', 'delay@champion', 'airport', 'nothing@7', flights.id, model.id, startRun.run.id],
    ],
    ids: [flights.id, flights.dataset.id, derived.id, model.id, startRun.run.id],
    names: [
      'airport',
      'hour',
      'float64',
      'json',
      'string',
      'int64',
      'timestamp',
      'bytes',
      'flights',
      'champion',
      'auc',
      ...NASTY_NAMES.slice(0, 10),
    ],
    keys: [{ airport: 'SEA' }, { airport: 'SEA', hour: 7 }, { airport: '\u0001' }, {}],
  };
}

/** Rows are written whole. */
function whole(row: object): object {
  return { ...Object.fromEntries(TYPES.map((type) => [type.toLowerCase(), null])), ...row };
}
