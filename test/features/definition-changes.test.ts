import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/app-under-test.js';
import { lookUp, WRITE_FEATURES, writeRows } from '../support/feature-seed.js';
import { createTrainingSet, rebuildTrainingSet } from '../training-sets/training-client.js';
import { contentsOf, ingest, ndjson } from './ingest/ingest-client.js';

let app: AppUnderTest;
let url: string;
let names = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`;

/** Publishes a set about airports with these features; gives the label of its version. */
async function publish(features: readonly object[], name = `set_${++names}`, more: object = {}): Promise<string> {
  const { publishFeatureSet } = await app.graphql<{
    publishFeatureSet: { featureSetVersion: { label: string }; created: boolean };
  }>(
    `mutation ($set: PublishFeatureSetInput!) {
       defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }
       publishFeatureSet(input: $set) { featureSetVersion { label } created }
     }`,
    { set: { name, entity: 'airport', features, ...more } },
  );
  return publishFeatureSet.featureSetVersion.label;
}

const row = (values: object, hour = 1) => ({ airport: 'SEA', event_time: at(hour), ...values });

describe('a default', () => {
  it('stands where a row leaves the feature out; a null that is given stays null', async () => {
    const set = await publish([
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
    await expect(publish([{ name: 'n', ...feature }])).rejects.toThrow(message);
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
    const set = await publish([{ name: 'v', type, allowed }]);

    for (const v of good) await writeRows(app, set, [row({ v })]);
    for (const v of bad) {
      const error = await app.graphqlError(WRITE_FEATURES, { input: { featureSet: set, rows: [row({ v })] } });
      expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', row: 0, column: 'v' });
      expect(error.message).toMatch(/expected .*(at least|at most|one of)/);
    }
  });

  it('are counted instead where the feature says so, through every door', async () => {
    const set = await publish([{ name: 'v', type: 'INT64', allowed: { max: 5 }, onViolation: 'COUNT' }]);

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
    const name = `versions_${++names}`;
    const plain = [{ name: 'v', type: 'INT64' }];

    const labels = [
      await publish(plain, name),
      await publish([{ name: 'v', type: 'INT64', allowed: { max: 5 } }], name),
      await publish(plain, name),
    ];

    expect(labels).toEqual([`${name}@1`, `${name}@2`, `${name}@3`]);
  });
});

describe('deprecation', () => {
  const DEPRECATE = `mutation ($input: DeprecateFeatureInput!) {
    deprecateFeature(input: $input) { featureSetVersion { deprecations { feature reason replacement deprecatedBy } } }
  }`;

  it('tells whoever looks the feature up, and serves it all the same, until it is taken back', async () => {
    const set = await publish([
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
    const set = await publish([
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
    const name = `compared_${++names}`;
    await publish(
      [
        { name: 'a', type: 'INT64' },
        { name: 'b', type: 'INT64', description: 'in minutes' },
      ],
      name,
    );
    await publish(
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

describe('a definition', () => {
  it('is the same when it says the same in other spellings', async () => {
    const rules = (defaultValue: string, min: string) => [
      { name: 't', type: 'TIMESTAMP', defaultValue, allowed: { min } },
    ];
    const first = await publish(rules('2026-01-01T01:00:00+01:00', '2025-01-01T00:00:00.000Z'));

    const again = await publish(rules('2026-01-01T00:00:00Z', '2024-12-31T23:00:00-01:00'), first.split('@')[0]);

    expect(again).toBe(first);
  });

  it.each([
    ['INT64', '9223372036854775807'],
    ['INT64_LIST', '[9223372036854775807]'],
    ['JSON', '{"big": 9007199254740993}'],
  ])('refuses a default that it could not keep: %s', async (type, json) => {
    const set = `{"name": "kept_${++names}", "entity": "airport", "features": [{"name": "n", "type": "${type}", "defaultValue": ${json}}]}`;
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
    const first = await publish([{ name: 'n', type: 'INT64', defaultValue: null }]);
    const second = await publish([{ name: 'n', type: 'INT64' }], first.split('@')[0]);

    const { compareFeatureSetVersions: found } = await app.graphql<{
      compareFeatureSetVersions: { changed: { changes: { field: string }[] }[] };
    }>(
      'query ($from: Ref!, $to: Ref!) { compareFeatureSetVersions(from: $from, to: $to) { changed { changes { field from to } } } }',
      { from: first, to: second },
    );

    expect(found.changed).toEqual([{ changes: [{ field: 'hasDefault', from: true, to: false }] }]);
  });

  it('is compared with definitions of its own entity only', async () => {
    const one = await publish([{ name: 'n', type: 'INT64' }]);
    await app.graphql(
      `mutation { defineEntity(input: {name: "gate_of_c", joinKeys: [{name: "gate", type: INT64}]}) { created }
         publishFeatureSet(input: {name: "of_gates", entity: "gate_of_c", features: [{name: "n", type: INT64}]}) { created } }`,
    );

    await expect(
      app.graphql(`{ compareFeatureSetVersions(from: "${one}", to: "of_gates@1") { compatible } }`),
    ).rejects.toThrow('of_gates@1 about gate_of_c; versions of one entity are compared');
  });
});

describe('a backfill', () => {
  it('copies nothing that the later version would refuse, counts what it only counts, and says when nothing is left', async () => {
    const feature = { name: 'v', type: 'FLOAT64' };
    const first = await publish([
      { ...feature, allowNonFinite: true },
      { name: 'k', type: 'INT64' },
    ]);
    const name = first.split('@')[0];
    await writeRows(app, first, [row({ v: -5, k: 1 }), row({ v: 'NaN', k: 2 }, 2)]);
    const finite = await publish([feature, { name: 'k', type: 'INT64' }], name);
    const { backfillFeatureSetVersion: toFinite } = await app.graphql<{
      backfillFeatureSetVersion: { copied: string[] };
    }>(BACKFILL, { input: { featureSet: finite, from: first } });
    const counting = await publish(
      [{ ...feature, allowNonFinite: true, allowed: { min: 0 }, onViolation: 'COUNT' }],
      name,
    );
    await app.graphql(BACKFILL, { input: { featureSet: counting, from: first } });
    const { featureSetVersion } = await app.graphql<{ featureSetVersion: { violations: unknown } }>(
      'query ($ref: Ref!) { featureSetVersion(ref: $ref) { violations { feature count } } }',
      { ref: counting },
    );
    const strict = await publish([{ ...feature, allowed: { min: 0 } }], name);

    expect(toFinite.copied).toEqual(['k']);
    expect(featureSetVersion.violations).toEqual([{ feature: 'v', count: 2 }]);
    await expect(app.graphql(BACKFILL, { input: { featureSet: strict, from: first } })).rejects.toThrow(
      'FAILED_PRECONDITION: No feature of',
    );
    expect(await contentsOf(app, strict)).toEqual({ online: [], history: [] });
  });

  const BACKFILL = `mutation ($input: BackfillFeatureSetVersionInput!) {
    backfillFeatureSetVersion(input: $input) { copied read written cursor from { label } to { label } }
  }`;
  interface Backfilled {
    backfillFeatureSetVersion: { read: number; written: number; cursor: string | null };
  }

  it('copies what did not change, call by call, leaves newer events alone, and can be asked for again', async () => {
    const name = `filled_${++names}`;
    const first = await publish(
      [
        { name: 'same', type: 'STRING' },
        { name: 'retyped', type: 'INT64' },
      ],
      name,
    );
    await writeRows(
      app,
      first,
      [1, 2, 3].map((hour) => row({ same: `h${hour}, "q"`, retyped: hour }, hour)),
    );
    await writeRows(app, first, [row({ same: 'corrected', retyped: 9 }, 2)]);
    const second = await publish(
      [
        { name: 'retyped', type: 'FLOAT64', defaultValue: 0.5 },
        { name: 'same', type: 'STRING' },
        { name: 'fresh', type: 'INT64' },
      ],
      name,
    );
    await writeRows(app, second, [row({ retyped: 3.5, same: 'own', fresh: 1 }, 3)]);

    const calls: Backfilled['backfillFeatureSetVersion'][] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const answer: Backfilled = await app.graphql(BACKFILL, { input: { featureSet: second, maxRows: 2, cursor } });
      calls.push(answer.backfillFeatureSetVersion);
      cursor = answer.backfillFeatureSetVersion.cursor;
    }
    const again = await app.graphql<Backfilled>(BACKFILL, { input: { featureSet: second } });

    expect(calls[0]).toMatchObject({
      copied: ['same'],
      read: 2,
      written: 2,
      from: { label: first },
      to: { label: second },
    });
    expect(again.backfillFeatureSetVersion).toMatchObject({ read: 3, written: 0, cursor: null });
    expect((await contentsOf(app, second)).history).toEqual([
      '["SEA"] 2026-01-01 01:00:00+00 [0.5,"h1, \\"q\\"",null]',
      '["SEA"] 2026-01-01 02:00:00+00 [0.5,"corrected",null]',
      '["SEA"] 2026-01-01 03:00:00+00 [3.5,"own",1]',
    ]);
  });

  it('changes no training set that was made before it', async () => {
    const name = `trained_${++names}`;
    const first = await publish([{ name: 'n', type: 'INT64' }], name);
    await writeRows(app, first, [row({ n: 1 })]);
    const second = await publish(
      [
        { name: 'n', type: 'INT64' },
        { name: 'm', type: 'INT64' },
      ],
      name,
    );
    const { datasetVersion } = await createTrainingSet(app, {
      name: `set_of_${name}`,
      features: [`${second}:*`],
      spine: [{ airport: 'SEA', event_time: at(5) }],
    });

    await app.graphql(BACKFILL, { input: { featureSet: second } });

    expect((await rebuildTrainingSet(app, datasetVersion?.label ?? '')).rebuild?.matches).toBe(true);
  });
});
