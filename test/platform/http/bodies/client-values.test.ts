import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, seedFeatureSet, writeRows } from '../../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

function post(url: string, payload: string) {
  return app.http.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } });
}

describe('a whole number from 2^53 on', () => {
  it.each(['100000000000000000000', '9007199254740992.0', '9007199254740993', '-100000000000000000000'])(
    'is a Float: %s',
    async (literal) => {
      const query =
        'query ($v: Float!) { runs(filter: {metrics: [{name: "a", op: GTE, value: $v}]}) { nodes { id } } }';

      const response = await post('/graphql', `{"query": ${JSON.stringify(query)}, "variables": {"v": ${literal}}}`);

      expect(response.json()).toEqual({ data: { runs: { nodes: [] } } });
    },
  );

  it('is kept in JSON as it was sent, where that is exact, and else refused', async () => {
    const start = (environment: object) =>
      app.graphql<{ startRun: { run: { environment: object } } }>(
        'mutation ($v: StartRunInput!) { startRun(input: $v) { run { environment } } }',
        { v: { experiment: 'numbers', type: 'TRAINING', environment } },
      );

    const { startRun } = await start({ parameters: [100000000000000000000n], seed: 9007199254740992n });

    expect(startRun.run.environment).toEqual({ parameters: [10n ** 20n], seed: 9007199254740992n });
    await expect(start({ seed: 9007199254740993n })).rejects.toThrow(
      'beyond the whole numbers that JSON keeps exactly',
    );
    await expect(
      app.graphql(
        'mutation { startRun(input: {experiment: "e", type: TRAINING, environment: {seed: 9007199254740993}}) { run { id } } }',
      ),
    ).rejects.toThrow('beyond the whole numbers that JSON keeps exactly');
  });

  it('bounds a FLOAT64 feature', async () => {
    const set = {
      name: 'bounded',
      entity: 'airport',
      features: [
        { name: 'x', type: 'FLOAT64', allowed: { max: 100000000000000000000n }, defaultValue: 9007199254740992n },
      ],
    };
    await seedFeatureSet(app, { name: 'other', features: [{ name: 'x', type: 'INT64' }] });

    await app.graphql('mutation ($set: PublishFeatureSetInput!) { publishFeatureSet(input: $set) { created } }', {
      set,
    });

    await expect(
      writeRows(app, 'bounded', [{ airport: 'SEA', x: 1e21, event_time: '2001-01-01T00:00:00Z' }]),
    ).rejects.toThrow('at most 100000000000000000000');
    await writeRows(app, 'bounded', [{ airport: 'SEA', event_time: '2001-01-01T00:00:00Z' }]);
    expect((await lookUp(app, ['bounded:x'], [{ airport: 'SEA' }])).values).toEqual([[9007199254740992n]]);
  });
});

describe('a JSON value', () => {
  it.each([
    ['{"note": "\\u000142\\u0001"}'],
    ['{"\\u000142\\u0001": 1}'],
    ['["\\u0001-7\\u0001", 9007199254740993, -9223372036854775808, 1e300]'],
    ['{"__proto__": {"a": 1}, "constructor": 2}'],
    ['"raw:x"'],
    ['{"b": [{"z": 1, "a": null}], "10": 1, "2": 1}'],
  ])('reads back as it was written: %s', async (text) => {
    await seedFeatureSet(app, { name: 'notes', features: [{ name: 'note', type: 'JSON' }] });
    const query = 'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }';
    const row = `{"airport": ${JSON.stringify(text)}, "note": ${text}, "event_time": "2001-01-01T00:00:00Z"}`;
    await post('/graphql', `{"query": "${query}", "variables": {"input": {"featureSet": "notes", "rows": [${row}]}}}`);

    const { values } = (
      await post(
        '/v1/features',
        JSON.stringify({ features: ['notes:note'], entities: [{ airport: text }], include: [] }),
      )
    ).json();

    expect(values).toEqual([[JSON.parse(text)]]);
  });
});
