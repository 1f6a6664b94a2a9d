import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../support/cases.js';
import { lookUp, seedFeatureSet, WRITE_FEATURES, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { TYPED_FEATURES, typedRow } from './arrow/typed-rows.js';

const EMPTY = Object.fromEntries(TYPED_FEATURES.map(({ name }) => [name, null]));
const TIME = '2026-01-01T00:00:00Z';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'typed', features: TYPED_FEATURES });
  await seedFeatureSet(app, { name: 'loose', features: [{ name: 'x', type: 'FLOAT64', allowNonFinite: true }] });
});

afterAll(() => app.close());

describe('values', () => {
  it('are read back exactly as they were written, whatever their type', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(typedRow, { minLength: 1, maxLength: 30 }), async (rows) => {
        const batch = ++count;
        const keys = rows.map((_, index) => `${batch}-${index}`);
        await writeRows(
          app,
          'typed',
          rows.map((cells, index) => ({ ...cells, airport: keys[index], event_time: TIME })),
        );

        const { values } = await lookUp(app, ['typed:*'], { airport: keys });

        const exact = ({ type }: { type: string }, value: unknown) =>
          type === 'INT64' || type === 'INT64_LIST' ? value : asDouble(value ?? null);
        expect(
          values.map((line) => line.map((value, column) => exact(TYPED_FEATURES[column] ?? { type: '' }, value))),
        ).toEqual(
          rows.map((cells) =>
            TYPED_FEATURES.map((feature) => exact(feature, (cells as Record<string, unknown>)[feature.name])),
          ),
        );
      }),
      { numRuns: casesOf(25, 300) },
    );
  });

  it.each([
    ['int64', 1.5],
    ['int64', '1'],
    ['int64', 2n ** 63n],
    ['int64', -(2n ** 63n) - 1n],
    ['float64', '1'],
    ['float64', 'NaN'],
    ['float64', true],
    ['bool', 1],
    ['bool', 'true'],
    ['string', 1],
    ['timestamp', '2026-01-01T00:00:00'],
    ['timestamp', '2026-02-30T00:00:00Z'],
    ['timestamp', 1_767_225_600],
    ['bytes', 'not base64!'],
    ['int64_list', [1, 'x']],
    ['int64_list', [1, null]],
    ['string_list', 'x'],
  ])('of the wrong type are refused: %s %p', async (column, value) => {
    const rows = [
      { ...EMPTY, airport: 'GOOD', event_time: TIME },
      { ...EMPTY, airport: 'BAD', event_time: TIME, [column]: value },
    ];

    const error = await app.graphqlError(WRITE_FEATURES, { input: { featureSet: 'typed', rows } });

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', row: 1, column });
    expect(error.extensions.expected).toBeTruthy();
    expect((await lookUp(app, ['typed:bool'], [{ airport: 'GOOD' }])).statuses).toEqual([['NOT_FOUND']]);
  });

  it('hold no text that PostgreSQL has no place for, and the error says where it stood', async () => {
    const rows = [{ ...EMPTY, airport: 'BAD', event_time: TIME, string: 'a\u0000b' }];

    const error = await app.graphqlError(WRITE_FEATURES, { input: { featureSet: 'typed', rows } });

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'variables.input.rows[0].string' });
  });

  it('may be NaN or infinite where the feature allows it, and travel as strings', async () => {
    await writeRows(app, 'loose', [
      { airport: 'A', x: 'NaN', event_time: TIME },
      { airport: 'B', x: '-Infinity', event_time: TIME },
      { airport: 'C', x: 1, event_time: TIME },
    ]);

    expect((await lookUp(app, ['loose:x'], { airport: ['A', 'B', 'C'] })).values).toEqual([
      ['NaN'],
      ['-Infinity'],
      [1],
    ]);
  });

  it('that are INT64 come as strings on request', async () => {
    await writeRows(
      app,
      'typed',
      [
        {
          ...EMPTY,
          airport: 'BIG',
          int64: 2n ** 63n - 1n,
          int64_list: [1n, -(2n ** 63n)].map(Number.isInteger),
          event_time: TIME,
        },
      ].map((r) => ({ ...r, int64_list: [1, -(2n ** 63n)] })),
    );

    const { values } = await lookUp(app, ['typed:int64', 'typed:int64_list', 'typed:bool'], [{ airport: 'BIG' }], {
      int64: 'STRING',
    });

    expect(values).toEqual([['9223372036854775807', ['1', '-9223372036854775808'], null]]);
  });

  it('keep 1,536 numbers of an embedding', async () => {
    const embedding = Array.from({ length: 1536 }, (_, i) => Math.sin(i) / 3);
    await writeRows(app, 'typed', [{ ...EMPTY, airport: 'EMB', float64_list: embedding, event_time: TIME }]);

    expect((await lookUp(app, ['typed:float64_list'], [{ airport: 'EMB' }])).values).toEqual([[embedding]]);
  });
});

/** The test client reads every integer beyond 2^53 as a bigint; in a double it means the nearest double. */
function asDouble(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asDouble);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asDouble(part)]));
}

describe('a JSON value', () => {
  it('is the same whatever the order of its keys', async () => {
    const write = (json: object) => writeRows(app, 'typed', [{ airport: 'ORDER', event_time: TIME, ...EMPTY, json }]);

    await write({ b: [{ y: 1, x: 2 }], a: 1 });

    expect(await write({ a: 1, b: [{ x: 2, y: 1 }] })).toMatchObject({ written: 0, unchanged: 1 });
  });
});
