import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { ModelSeed, REGISTER_MODEL_VERSION } from './model-seed.js';

let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
  await seed.featureSet('traffic', ['delay', 'flights']);
});

afterAll(() => app.close());

describe('registerModelVersion', () => {
  it('makes the model on first use and numbers its versions from 1', async () => {
    const first = await seed.modelVersion('numbered');
    const second = await seed.modelVersion('numbered');

    const { model } = await app.graphql<{ model: unknown }>(
      '{ model(name: "numbered") { kind latestVersion { label } versions { nodes { label version } } } }',
    );

    expect([first, second]).toMatchObject([
      { label: 'numbered@1', created: true },
      { label: 'numbered@2', created: true },
    ]);
    expect(model).toEqual({
      kind: 'MODEL',
      latestVersion: { label: 'numbered@2' },
      versions: {
        nodes: [
          { label: 'numbered@2', version: 2 },
          { label: 'numbered@1', version: 1 },
        ],
      },
    });
  });

  it('keeps everything that is said of a version', async () => {
    const flights = await seed.datasetVersion('kept_flights');
    const parent = await seed.modelVersion('kept');
    await seed.modelVersion('kept', {
      artifact: { uri: 's3://models/kept.onnx', digest: 'sha256:kept', format: 'onnx', bytes: 5_000_000_000 } as never,
      metrics: [
        { name: 'auc', value: 0.81 },
        { name: 'accuracy', value: 1 },
      ],
      trainedOn: ['kept_flights', flights.label],
      derivedFrom: ['kept'],
      description: 'Says how late.',
      tags: [{ key: 'stage', value: 'test' }],
      owner: 'ml',
    });

    const { modelVersion } = await app.graphql<{ modelVersion: unknown }>(`{ modelVersion(ref: "kept@2") {
      model { label } run { id } artifact { uri digest format bytes } metrics { name value } signature { ref }
      trainedOn { label } derivedFrom { label } aliases description tags { key value } owner } }`);

    expect(modelVersion).toEqual({
      model: { label: 'kept' },
      run: null,
      artifact: { uri: 's3://models/kept.onnx', digest: 'sha256:kept', format: 'onnx', bytes: 5_000_000_000 },
      metrics: [
        { name: 'auc', value: 0.81 },
        { name: 'accuracy', value: 1 },
      ],
      signature: [],
      trainedOn: [{ label: flights.label }],
      derivedFrom: [{ label: parent.label }],
      aliases: [],
      description: 'Says how late.',
      tags: [{ key: 'stage', value: 'test' }],
      owner: 'ml',
    });
  });

  it('registers nothing at all when one reference is unknown', async () => {
    const input = seed.modelVersionInput('never_made', { signature: ['traffic:*'], trainedOn: ['no_such_dataset'] });

    const error = await app.graphqlError(REGISTER_MODEL_VERSION, { input });
    const { model } = await app.graphql<{ model: unknown }>('{ model(name: "never_made") { id } }');

    expect(error).toMatchObject({ extensions: { code: 'NOT_FOUND', found: 'no_such_dataset' } });
    expect(model).toBeNull();
  });

  it.each([
    ['a model name with a line break', { model: 'a\nb' }, 'BAD_USER_INPUT', /can't be the name of a model: .*U\+000A/],
    ['no URI', { artifact: { uri: ' ', digest: 'sha256:1' } }, 'BAD_USER_INPUT', /artifact\.uri is empty/],
    ['no digest', { artifact: { uri: 's3://m', digest: '' } }, 'BAD_USER_INPUT', /artifact\.digest is empty/],
    [
      'a negative size',
      { artifact: { uri: 's3://m', digest: 'd', bytes: -1 } },
      'BAD_USER_INPUT',
      /artifact\.bytes is -1/,
    ],
    [
      'a metric twice',
      {
        metrics: [
          { name: 'auc', value: 1 },
          { name: 'auc', value: 2 },
        ],
      },
      'BAD_USER_INPUT',
      /"auc" stands twice/,
    ],
    ['a metric without a name', { metrics: [{ name: '', value: 1 }] }, 'BAD_USER_INPUT', /metric has an empty name/],
    [
      'a feature twice',
      { signature: ['traffic:delay', 'traffic@1:*'] },
      'BAD_USER_INPUT',
      /"traffic@1:delay" stands twice/,
    ],
    [
      'a feature set as a feature',
      { signature: ['traffic'] },
      'BAD_USER_INPUT',
      /"traffic" is not a feature reference/,
    ],
    ['an unknown feature', { signature: ['traffic:nope'] }, 'NOT_FOUND', /traffic@1 has no feature "nope"/],
    ['an unknown feature set', { signature: ['nope:*'] }, 'NOT_FOUND', /No FEATURE_SET_VERSION "nope"/],
    ['a feature set version as data', { trainedOn: ['traffic@1'] }, 'NOT_FOUND', /No DATASET_VERSION "traffic@1"/],
    ['an unknown run', { run: 'traffic@1' }, 'NOT_FOUND', /No RUN "traffic@1"/],
    ['an unknown parent', { derivedFrom: ['refused@9'] }, 'NOT_FOUND', /No MODEL_VERSION "refused@9"/],
  ])('refuses %s', async (_, given, code, message) => {
    const input = { ...seed.modelVersionInput('refused'), ...given };

    const error = await app.graphqlError(REGISTER_MODEL_VERSION, { input });

    expect(error.extensions.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('keeps models of one name in two projects apart', async () => {
    await app.graphql('mutation { createProject(input: { name: "elsewhere" }) { project { name } } }');
    const other = new ModelSeed(app, { project: 'elsewhere' });
    await seed.modelVersion('shared_name');

    const elsewhere = await other.modelVersion('shared_name');
    const error = await app.graphqlError(
      REGISTER_MODEL_VERSION,
      { input: other.modelVersionInput('shared_name', { signature: ['traffic:*'] }) },
      { project: 'elsewhere' },
    );

    expect(elsewhere).toMatchObject({ label: 'shared_name@1', created: true });
    expect(error.extensions.code).toBe('NOT_FOUND');
  });
});
