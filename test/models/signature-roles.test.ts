import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { ModelSeed, type ModelVersionGiven, REGISTER_MODEL_VERSION } from './model-seed.js';

const DESCRIBE = `query ($ref: Ref!) { modelVersion(ref: $ref) {
  signature { position ref name role } requestInputs { name type position }
  upstream(depth: 1) { edges { kind attributes } }
  frozenLineage { digest document }
} }`;

interface Described {
  readonly modelVersion: {
    readonly signature: readonly object[];
    readonly requestInputs: readonly object[];
    readonly upstream: { readonly edges: readonly { kind: string; attributes: object }[] };
    readonly frozenLineage: { readonly document: unknown };
  };
}

const distance = { name: 'distance', type: 'FLOAT64', position: 1 };
let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
  await seed.featureSet('traffic', ['delay']);
  await seedFeatureSet(app, {
    name: 'accounts',
    entity: 'account',
    joinKeys: [{ name: 'account', type: 'INT64' }],
    features: [{ name: 'balance', type: 'INT64' }],
  });
});

afterAll(() => app.close());

async function refusal(given: ModelVersionGiven): Promise<string> {
  const input = seed.modelVersionInput('refused', given);
  const error = await app.graphqlError(REGISTER_MODEL_VERSION, { input });
  expect(error.extensions.code).toBe('BAD_USER_INPUT');
  return error.message;
}

describe('a signature with roles', () => {
  it('names them in each feature, and in the one edge of the feature set version', async () => {
    await seed.modelVersion('both', {
      signature: ['traffic:delay~origin', 'traffic:delay~destination'],
      requestInputs: [distance],
    });

    const { modelVersion } = await app.graphql<Described>(DESCRIBE, { ref: 'both' });

    expect(modelVersion.signature).toEqual([
      { position: 0, ref: 'traffic@1:delay~origin', name: 'delay', role: 'origin' },
      { position: 2, ref: 'traffic@1:delay~destination', name: 'delay', role: 'destination' },
    ]);
    expect(modelVersion.requestInputs).toEqual([distance]);
    expect(
      modelVersion.upstream.edges.filter(({ kind }) => kind === 'SIGNATURE').map(({ attributes }) => attributes),
    ).toEqual([
      {
        features: [
          { name: 'delay', position: 0, role: 'origin' },
          { name: 'delay', position: 2, role: 'destination' },
        ],
        roles: ['origin', 'destination'],
      },
    ]);
    const frozen = JSON.stringify(modelVersion.frozenLineage);
    expect(frozen).toContain('traffic@1:delay~destination');
    expect(frozen).toContain('requestInputs');
  });

  it('makes another version where a role or an input is another', async () => {
    const artifact = { uri: 's3://same', digest: 'sha256:same' };
    const first = { artifact, signature: ['traffic:delay~origin'] };
    const register = async (given: ModelVersionGiven) => (await seed.modelVersion('same', given)).version;

    expect(await register(first)).toBe(1);
    expect(await register(first)).toBe(1);
    expect(await register({ artifact, signature: ['traffic:delay~destination'] })).toBe(2);
    const withInput = { artifact, signature: ['traffic:delay~destination'], requestInputs: [distance] };
    expect(await register(withInput)).toBe(3);
    expect(await register(withInput)).toBe(3);
    expect(await register({ ...withInput, requestInputs: [{ ...distance, position: 0 }] })).toBe(4);
  });

  it.each([
    [
      'the same feature twice in a role',
      { signature: ['traffic:delay~a', 'traffic:delay~a'] },
      'stands twice; each is read once in each role',
    ],
    ['an input without features', { requestInputs: [distance] }, 'name at least one feature'],
    [
      'an input beyond the end',
      { signature: ['traffic:delay'], requestInputs: [{ ...distance, position: 2 }] },
      'have the places 0 to 1',
    ],
    [
      'an input before the beginning',
      { signature: ['traffic:delay'], requestInputs: [{ ...distance, position: -1 }] },
      'have the places 0 to 1',
    ],
    [
      'two inputs in one place',
      { signature: ['traffic:delay'], requestInputs: [distance, { ...distance, name: 'hour' }] },
      'have the position 1',
    ],
    [
      'an input twice',
      { signature: ['traffic:delay'], requestInputs: [distance, { ...distance, position: 2 }] },
      '"distance" stands twice',
    ],
    [
      'an input without a proper name',
      { signature: ['traffic:delay'], requestInputs: [{ ...distance, name: 'My Distance' }] },
      "can't be the name of a request input",
    ],
    [
      'an input that is a key of another type',
      { signature: ['traffic:delay~distance'], requestInputs: [distance] },
      'give the input another name',
    ],
    [
      'a column of two types',
      { signature: ['traffic:delay~payer', 'accounts:balance~payer'] },
      '"payer" is STRING as the join key "airport" of traffic@1 and INT64 as the join key "account" of accounts@1',
    ],
    [
      'an input that is the time of a row',
      { signature: ['traffic:delay'], requestInputs: [{ ...distance, name: 'event_time' }] },
      'that column holds the time of a row',
    ],
  ])('refuses %s', async (_what, given, message) => {
    expect(await refusal(given)).toContain(message);
  });

  it('takes a key as an input too', async () => {
    await seed.modelVersion('code', {
      signature: ['traffic:delay~origin'],
      requestInputs: [{ name: 'origin', type: 'STRING', position: 0 }],
    });
    const query = '{ modelVersion(ref: "code") { onlineFeatures(entities: [{origin: "SEA"}]) { values statuses } } }';

    expect(await app.graphql(query)).toEqual({
      modelVersion: { onlineFeatures: { values: [['SEA', null]], statuses: [['PRESENT', 'NOT_FOUND']] } },
    });
  });
});
