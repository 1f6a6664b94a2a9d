import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { freshName, publishSet, row } from '../airport-set.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('deprecation', () => {
  const DEPRECATE = `mutation ($input: DeprecateFeatureInput!) {
    deprecateFeature(input: $input) { featureSetVersion { deprecations { feature reason replacement deprecatedBy } } }
  }`;

  it('tells whoever looks the feature up, and serves it all the same, until it is taken back', async () => {
    const set = await publishSet(app, [
      { name: 'old', type: 'INT64' },
      { name: 'new', type: 'INT64' },
    ]);
    await writeRows(app, set, [row({ old: 1, new: 2 })]);
    const look = async () =>
      (
        await app.http.inject({
          method: 'POST',
          url: '/v1/features',
          payload: { features: [`${set}:*`], entities: [{ airport: 'SEA' }] },
        })
      ).json();
    expect(await look()).not.toHaveProperty('deprecated');

    await app.graphql(DEPRECATE, {
      input: { feature: `${set}:old`, reason: 'counts twice', replacement: `${set}:new` },
    });

    expect(await look()).toMatchObject({
      values: [[1, 2]],
      deprecated: { [`${set}:old`]: { reason: 'counts twice', replacement: `${set}:new` } },
    });
    const { onlineFeatures } = await app.graphql<{ onlineFeatures: { columns: unknown } }>(
      'query ($f: [Ref!]!) { onlineFeatures(features: $f, entities: [{airport: "SEA"}]) { columns { name deprecation { reason } } } }',
      { f: [`${set}:*`] },
    );
    expect(onlineFeatures.columns).toEqual([
      { name: 'old', deprecation: { reason: 'counts twice' } },
      { name: 'new', deprecation: null },
    ]);
    await app.graphql(
      'mutation ($input: UndeprecateFeatureInput!) { undeprecateFeature(input: $input) { featureSetVersion { label } } }',
      { input: { feature: `${set}:old` } },
    );
    expect(await look()).not.toHaveProperty('deprecated');
  });

  it('needs a replacement that is there and fits', async () => {
    const set = await publishSet(app, [
      { name: 'n', type: 'INT64' },
      { name: 's', type: 'STRING' },
    ]);
    const ask = (replacement: string, feature = `${set}:n`) =>
      app.graphqlError(DEPRECATE, { input: { feature, reason: 'r', replacement } });

    expect((await ask(`${set}:s`)).message).toContain('is STRING');
    expect((await ask(`${set}:gone`)).extensions.code).toBe('NOT_FOUND');
    expect((await ask(set)).message).toContain('a feature is replaced by a feature');
    expect((await ask(`${set}:n`)).message).toContain("can't replace itself");
  });
});

describe('compareFeatureSetVersions', () => {
  it('says what was added, removed and changed, and whether readers can move', async () => {
    const name = freshName('compared');
    await publishSet(
      app,
      [
        { name: 'a', type: 'INT64' },
        { name: 'b', type: 'INT64', description: 'in minutes' },
      ],
      name,
    );
    await publishSet(
      app,
      [
        { name: 'b', type: 'FLOAT64', description: 'in seconds' },
        { name: 'c', type: 'INT64' },
      ],
      name,
      { ttlSeconds: 60 },
    );

    const { compareFeatureSetVersions } = await app.graphql<{ compareFeatureSetVersions: unknown }>(
      `query ($from: Ref!, $to: Ref!) {
         compareFeatureSetVersions(from: $from, to: $to) {
           added removed compatible summary changed { name changes { field from to } } changes { field from to }
         }
       }`,
      { from: `${name}@1`, to: `${name}@2` },
    );

    expect(compareFeatureSetVersions).toEqual({
      added: ['c'],
      removed: ['a'],
      compatible: false,
      changed: [
        {
          name: 'b',
          changes: [
            { field: 'type', from: 'INT64', to: 'FLOAT64' },
            { field: 'description', from: 'in minutes', to: 'in seconds' },
            { field: 'position', from: 1, to: 0 },
          ],
        },
      ],
      changes: [{ field: 'ttlSeconds', from: null, to: 60 }],
      summary: `${name}@2 adds c; removes a; changes type and description and position of b; changes ttlSeconds. What reads ${name}@1 can't read ${name}@2.`,
    });
  });
});
