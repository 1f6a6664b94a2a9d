import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELETE_NODE, ModelSeed, REGISTER_MODEL_VERSION, SET_ALIAS } from '../models/model-seed.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import type { Variables } from '../support/service/graphql-client.js';

const ROUNDS = 12;

let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
});

afterAll(() => app.close());

/** Codes of the errors of requests sent at once. */
async function race(...requests: readonly (readonly [string, Variables])[]): Promise<string[]> {
  const answers = await Promise.all(requests.map(([query, variables]) => app.graphqlAnswer(query, variables)));
  return answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
}

/** Living nodes below deleted ones, and edges drawn to or from what had been deleted before. */
function dangling(): Promise<object[]> {
  return runSql(
    app.databaseUrl,
    `select c.label from node c join node p on p.id = c.parent_id where c.deleted_at is null and p.deleted_at is not null
     union all
     select src.label || ' to ' || dst.label from edge e join node src on src.id = e.src join node dst on dst.id = e.dst
     where e.recorded_at > least(src.deleted_at, dst.deleted_at)`,
  );
}

const columns = [{ name: 'delay', type: 'INT64' }];
const dataset = (name: string, more: object) =>
  [
    'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }',
    { input: { dataset: name, digest: `sha256:${Math.random()}`, location: 's3://x', columns, ...more } },
  ] as const;
const features = (name: string, entity: string, more: object = {}) =>
  [
    'mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { created } }',
    { input: { name, entity, features: [{ name: 'speed', type: 'FLOAT64', ...more }] } },
  ] as const;
const gone = (id: string) => [DELETE_NODE, { id }] as const;

describe('what is deleted while others begin to use it', () => {
  it('takes new versions along, or refuses them', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const name = `versioned_${round}`;
      await seed.datasetVersion(name);

      const codes = await race(gone(name), ...Array.from({ length: 6 }, () => dataset(name, {})));

      expect(codes.filter((code) => code !== 'CONFLICT')).toEqual([]);
    }
    expect(await dangling()).toEqual([]);
  });

  it('is no source of anything registered afterwards', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const name = `source_${round}`;
      await seed.datasetVersion(name);
      const model = seed.modelVersionInput(`made_${round}`, { trainedOn: [`${name}@1`] });
      const sources = [{ dataset: `${name}@1`, columns: ['delay'] }];

      const codes = await race(
        dataset(`copy_${round}`, { derivedFrom: [`${name}@1`] }),
        gone(name),
        [REGISTER_MODEL_VERSION, { input: model }],
        features(`set_${round}`, 'airport', { sources }),
      );

      expect(codes.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
    }
    expect(await dangling()).toEqual([]);
  });

  it('is neither read nor made by a run afterwards', async () => {
    const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation { startRun(input: { type: OTHER }) { run { id } } }',
    );
    for (let round = 0; round < ROUNDS; round++) {
      const name = `logged_${round}`;
      await seed.datasetVersion(name);
      const log = 'mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }';
      const start = 'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }';

      const codes = await race([log, { input: { run: startRun.run.id, inputs: [{ ref: `${name}@1` }] } }], gone(name), [
        start,
        { input: { type: 'OTHER', inputs: [{ ref: `${name}@1` }] } },
      ]);

      expect(codes.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
    }
    expect(await dangling()).toEqual([]);
  });

  it('keeps no feature set, no run and no alias', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [entity, experiment, model] = [`entity_${round}`, `experiment_${round}`, `model_${round}`];
      const start = `mutation { startRun(input: { type: OTHER, experiment: "${experiment}" }) { run { id } } }`;
      await app.graphql(
        `mutation { defineEntity(input: { name: "${entity}", joinKeys: [{ name: "k", type: STRING }] }) { created } }`,
      );
      await app.graphql(start);
      await seed.modelVersion(model);

      const codes = await race(
        features(`of_${round}`, entity),
        gone(entity),
        [start, {}],
        gone(experiment),
        [SET_ALIAS, { modelVersion: `${model}@1`, alias: 'champion' }],
        gone(`${model}@1`),
      );

      expect(codes.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
    }
    expect(await dangling()).toEqual([]);
  });
});
