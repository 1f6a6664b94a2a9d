import fc from 'fast-check';
import { ModelSeed } from '../../models/model-seed.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';

const COLUMNS = ['a', 'b', 'c'];
const FEATURES = ['f', 'g', 'h'];

/** What a model version is registered with, in a world of two datasets and two feature sets of three versions each. */
export const registration = fc.record({
  signature: fc.uniqueArray(
    fc.record({
      set: fc.constantFrom('first', 'second'),
      version: fc.integer({ min: 1, max: 3 }),
      feature: fc.constantFrom(...FEATURES),
      role: fc.option(fc.constantFrom('origin', 'destination'), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 5, selector: ({ set, version, feature, role }) => `${set}${version}${feature}${role}` },
  ),
  trainedOn: fc.uniqueArray(fc.constantFrom('flights@1', 'flights@2', 'weather@1', 'weather@3')),
  parameters: fc.dictionary(fc.constantFrom('depth', 'rate'), fc.constantFrom('1', '2')),
  runMetrics: fc.dictionary(fc.constantFrom('loss', 'auc'), fc.constantFrom(0.5, 1)),
  metrics: fc.dictionary(fc.constantFrom('auc', 'recall'), fc.constantFrom(0.5, 1)),
  commit: fc.constantFrom('c1', 'c2'),
  hasRun: fc.boolean(),
});

export type Registration = typeof registration extends fc.Arbitrary<infer Value> ? Value : never;

/** Datasets whose schema changes, and feature sets that change their sources, types and code. */
export async function makeWorld(app: AppUnderTest): Promise<void> {
  const seed = new ModelSeed(app);
  const types = ['INT64', 'FLOAT64', 'STRING'];
  for (const [at, dataset] of ['flights', 'weather'].entries())
    for (let version = 0; version < 3; version++)
      await seed.datasetVersion(dataset, {
        columns: COLUMNS.slice(0, 2 + ((version + at) % 2)).map((name, index) => ({
          name,
          type: types[(index + (version === 2 ? 1 : 0)) % 3] ?? '',
        })),
      });
  await app.graphql(
    'mutation { defineEntity(input: { name: "airport", joinKeys: [{ name: "airport", type: STRING }] }) { created } }',
  );
  for (const name of ['first', 'second'])
    for (let version = 1; version <= 3; version++)
      await app.graphql('mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { created } }', {
        input: {
          name,
          entity: 'airport',
          features: FEATURES.map((feature, index) => ({
            name: feature,
            type: version === 3 && index === 0 ? 'INT64' : 'FLOAT64',
            sources: [
              { dataset: `flights@${version === 2 ? 2 : 1}`, columns: index === 1 ? ['a', 'b'] : ['a'] },
              ...(index === version - 1 ? [{ dataset: 'weather@1', columns: ['b'] }] : []),
            ],
          })),
          transformation: {
            repository: 'https://code',
            commit: `${name}-${Math.min(version, 2)}`,
            entryPoint: `v${version}`,
          },
        },
      });
}

export async function register(app: AppUnderTest, given: Registration): Promise<string> {
  const seed = new ModelSeed(app);
  const named = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([name, value]) => ({ name, value }));
  let run: string | undefined;
  if (given.hasRun) {
    const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
      {
        input: {
          type: 'TRAINING',
          parameters: named(given.parameters),
          code: { repository: 'https://code', commit: given.commit },
        },
      },
    );
    run = startRun.run.id;
    await app.graphql('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', {
      input: { run, metrics: named(given.runMetrics) },
    });
  }
  const { label } = await seed.modelVersion('model', {
    artifact: { uri: 's3://x', digest: `sha256:${++artifacts}` },
    signature: given.signature.map(
      ({ set, version, feature, role }) => `${set}@${version}:${feature}${role === undefined ? '' : `~${role}`}`,
    ),
    trainedOn: given.trainedOn,
    metrics: named(given.metrics),
    run,
  });
  return label;
}

let artifacts = 0;
