import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, WRITE_FEATURES, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { freshName, publishSet, row } from '../airport-set.js';
import { ingest, ndjson } from '../ingest/ingest-client.js';

let app: AppUnderTest;

let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

describe('a default', () => {
  it('stands where a row leaves the feature out; a null that is given stays null', async () => {
    const set = await publishSet(app, [
      { name: 'n', type: 'INT64', defaultValue: 7 },
      { name: 'tags', type: 'STRING_LIST', defaultValue: ['none'] },
    ]);

    await writeRows(app, set, [row({}), { ...row({ n: null, tags: [] }), airport: 'DEN' }]);

    const { values } = await lookUp(app, [`${set}:*`], [{ airport: 'SEA' }, { airport: 'DEN' }]);
    expect(values).toEqual([
      [7, ['none']],
      [null, []],
    ]);
  });

  it.each([
    [{ type: 'INT64', defaultValue: 'x' }, 'defaultValue of the feature "n" is "x"; expected a whole number'],
    [{ type: 'INT64', defaultValue: 9, allowed: { max: 5 } }, 'expected at most 5'],
    [{ type: 'STRING', allowed: { min: 'a' } }, 'min is for numbers and times'],
    [{ type: 'INT64', allowed: { min: 5, max: 1 } }, 'min is greater than max'],
    [{ type: 'INT64', allowed: {} }, 'give min, max or values'],
    [
      { type: 'FLOAT64', allowNonFinite: true, allowed: { min: 'NaN' } },
      'min of the feature "n" is "NaN"; expected a finite',
    ],
    [{ type: 'INT64', allowed: { values: [] } }, 'lists 0 values'],
    [{ type: 'INT64', allowed: { values: ['a'] } }, 'values of the feature "n" is "a"'],
    [{ type: 'JSON', allowed: { values: [1] } }, 'has no allowed values'],
    [{ type: 'INT64', onViolation: 'COUNT' }, 'no allowed values'],
  ])('or rule that makes no sense is refused: %j', async (feature, message) => {
    await expect(publishSet(app, [{ name: 'n', ...feature }])).rejects.toThrow(message);
  });
});

describe('allowed values', () => {
  it.each([
    ['INT64', { min: 0, max: 10 }, [0, 10, null], [-1, 11]],
    ['FLOAT64', { min: 0.5 }, [0.5, 1e300], [0.4999]],
    ['STRING', { values: ['a', 'b'] }, ['a', null], ['c', '']],
    ['TIMESTAMP', { max: '2026-01-01T00:00:00Z' }, ['2025-12-31T23:00:00-01:00'], ['2026-01-01T00:00:00.000001Z']],
    ['INT64_LIST', { min: 0 }, [[], [0, 5]], [[3, -1]]],
    ['BOOL', { values: [true] }, [true], [false]],
  ])('of %s reject what is outside: %j', async (type, allowed, good, bad) => {
    const set = await publishSet(app, [{ name: 'v', type, allowed }]);

    for (const v of good) await writeRows(app, set, [row({ v })]);
    for (const v of bad) {
      const error = await app.graphqlError(WRITE_FEATURES, { input: { featureSet: set, rows: [row({ v })] } });
      expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', row: 0, column: 'v' });
      expect(error.message).toMatch(/expected .*(at least|at most|one of)/);
    }
  });

  it('are counted instead where the feature says so, through every door', async () => {
    const set = await publishSet(app, [{ name: 'v', type: 'INT64', allowed: { max: 5 }, onViolation: 'COUNT' }]);

    const { writeFeatures } = await app.graphql<{ writeFeatures: { written: number; violations: unknown } }>(
      'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written violations { feature count } } }',
      { input: { featureSet: set, rows: [row({ v: 6 }), row({ v: 1 }, 2)] } },
    );
    const { body } = await ingest(url, set, ndjson([row({ v: 7 }, 3), row({ v: 8 }, 4)]));

    expect(writeFeatures).toEqual({ written: 2, violations: [{ feature: 'v', count: 1 }] });
    expect(body).toMatchObject({ written: 2, violations: { v: 2 } });
    const { featureSetVersion } = await app.graphql<{ featureSetVersion: unknown }>(
      'query ($ref: Ref!) { featureSetVersion(ref: $ref) { violations { feature count } } }',
      { ref: set },
    );
    expect(featureSetVersion).toEqual({ violations: [{ feature: 'v', count: 3 }] });
  });

  it('make another version; a definition without them is what it was', async () => {
    const name = freshName('versions');
    const plain = [{ name: 'v', type: 'INT64' }];

    const labels = [
      await publishSet(app, plain, name),
      await publishSet(app, [{ name: 'v', type: 'INT64', allowed: { max: 5 } }], name),
      await publishSet(app, plain, name),
    ];

    expect(labels).toEqual([`${name}@1`, `${name}@2`, `${name}@3`]);
  });
});

describe('a definition', () => {
  it('is the same when it says the same in other spellings', async () => {
    const rules = (defaultValue: string, min: string) => [
      { name: 't', type: 'TIMESTAMP', defaultValue, allowed: { min } },
    ];
    const first = await publishSet(app, rules('2026-01-01T01:00:00+01:00', '2025-01-01T00:00:00.000Z'));

    const again = await publishSet(
      app,
      rules('2026-01-01T00:00:00Z', '2024-12-31T23:00:00-01:00'),
      first.split('@')[0],
    );

    expect(again).toBe(first);
  });

  it.each([
    ['INT64', '9223372036854775807'],
    ['INT64_LIST', '[9223372036854775807]'],
    ['JSON', '{"big": 9007199254740993}'],
  ])('refuses a default that it could not keep: %s', async (type, json) => {
    const set = `{"name": "${freshName('kept')}", "entity": "airport", "features": [{"name": "n", "type": "${type}", "defaultValue": ${json}}]}`;
    const query = 'mutation ($set: PublishFeatureSetInput!) { publishFeatureSet(input: $set) { created } }';

    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query": ${JSON.stringify(query)}, "variables": {"set": ${set}}}`,
    });

    const { errors } = (await answer.json()) as { errors: { message: string; extensions: { code: string } }[] };
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors[0]?.message).toContain('expected integers within 2^53');
  });

  it('tells a default of null from no default', async () => {
    const first = await publishSet(app, [{ name: 'n', type: 'INT64', defaultValue: null }]);
    const second = await publishSet(app, [{ name: 'n', type: 'INT64' }], first.split('@')[0]);

    const { compareFeatureSetVersions: found } = await app.graphql<{
      compareFeatureSetVersions: { changed: { changes: { field: string }[] }[] };
    }>(
      'query ($from: Ref!, $to: Ref!) { compareFeatureSetVersions(from: $from, to: $to) { changed { changes { field from to } } } }',
      { from: first, to: second },
    );

    expect(found.changed).toEqual([{ changes: [{ field: 'hasDefault', from: true, to: false }] }]);
  });

  it('is compared with definitions of its own entity only', async () => {
    const one = await publishSet(app, [{ name: 'n', type: 'INT64' }]);
    await app.graphql(
      `mutation { defineEntity(input: {name: "gate_of_c", joinKeys: [{name: "gate", type: INT64}]}) { created }
         publishFeatureSet(input: {name: "of_gates", entity: "gate_of_c", features: [{name: "n", type: INT64}]}) { created } }`,
    );

    await expect(
      app.graphql(`{ compareFeatureSetVersions(from: "${one}", to: "of_gates@1") { compatible } }`),
    ).rejects.toThrow('of_gates@1 about gate_of_c; versions of one entity are compared');
  });
});
