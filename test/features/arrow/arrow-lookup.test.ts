import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { arrowCells } from './arrow-cells.js';
import { TYPED_FEATURES, typedRow } from './typed-rows.js';

const TIME = '2026-01-01T00:00:00.000001Z';
const ARROW = 'application/vnd.apache.arrow.stream';

interface JsonAnswer {
  readonly columns: readonly string[];
  readonly values: readonly unknown[][];
  readonly statuses: readonly string[][];
  readonly eventTimes: readonly (string | null)[][];
  readonly readAt: string;
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, {
    name: 'typed',
    features: [...TYPED_FEATURES, { name: 'odd', type: 'FLOAT64', allowNonFinite: true }],
  });
  await seedFeatureSet(app, { name: 'brief', features: [{ name: 'n', type: 'INT64' }], ttlSeconds: 60 });
  await writeRows(app, 'brief', [{ airport: 'SEA', n: 1, event_time: TIME }]);
});

afterAll(() => app.close());

const ask = (payload: object, accept?: string) =>
  app.http.inject({ method: 'POST', url: '/v1/features', payload, headers: accept === undefined ? {} : { accept } });

/** What JSON says, column by column, under the names that Arrow has for them. */
function columnsOf({ columns, values, statuses, eventTimes }: JsonAnswer): Map<string, unknown[]> {
  const part = (suffix: string, matrix: readonly (readonly unknown[])[]) =>
    columns.map((ref, index) => [`${ref}${suffix}`, matrix.map((row) => row[index])] as const);
  return new Map([...part('', values), ...part('.status', statuses), ...part('.eventTime', eventTimes)]);
}

describe('a lookup as Arrow', () => {
  it('equals the JSON value by value, for every type, null, NaN and the infinities', async () => {
    let batch = 0;
    const odd = fc.constantFrom(null, 'NaN', 'Infinity', '-Infinity', 0.1);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(typedRow, odd), { minLength: 1, maxLength: 30 }), async (rows) => {
        batch++;
        const airports = rows.map((_, index) => `${batch}-${index}`);
        await writeRows(
          app,
          'typed',
          rows.map(([cells, each], index) => ({ ...cells, odd: each, airport: airports[index], event_time: TIME })),
        );
        // One that is not there, and one that is there twice.
        const entities = ['none', ...airports, ...airports.slice(0, 1)].map((airport) => ({ airport }));
        const body = { features: ['typed:*', 'brief:n'], entities, int64: 'STRING' };

        const json = (await ask(body)).json<JsonAnswer>();
        const arrow = await ask(body, ARROW);

        expect(arrow.headers['content-type']).toBe(ARROW);
        expect(arrowCells(arrow.rawPayload).cells).toEqual(columnsOf(json));
      }),
      { numRuns: casesOf(10, 200) },
    );
  });

  it('is a table without rows where nothing is asked for, and has what is included only', async () => {
    const none = arrowCells((await ask({ features: ['brief:n'], entities: [], include: [] }, ARROW)).rawPayload);
    const times = await ask({ features: ['brief:n'], entities: { airport: ['SEA'] }, include: ['eventTimes'] }, ARROW);

    expect([...none.cells]).toEqual([['brief@1:n', []]]);
    expect([...none.table.schema.metadata.keys()]).toEqual(['readAt', 'freshAt']);
    expect(Object.fromEntries(arrowCells(times.rawPayload).cells)).toEqual({
      'brief@1:n': ['1'],
      'brief@1:n.eventTime': [TIME],
    });
  });

  it('tells what has expired, and withholds it where that is asked for', async () => {
    const body = { features: ['brief:n'], entities: { airport: ['SEA'] }, include: ['statuses'] };
    const shown = arrowCells((await ask(body, ARROW)).rawPayload).cells;
    const withheld = arrowCells((await ask({ ...body, onExpired: 'NULL' }, ARROW)).rawPayload).cells;

    expect([shown.get('brief@1:n'), shown.get('brief@1:n.status')]).toEqual([['1'], ['EXPIRED']]);
    expect([withheld.get('brief@1:n'), withheld.get('brief@1:n.status')]).toEqual([[null], ['EXPIRED']]);
  });

  it('comes in several batches where it is long', async () => {
    const entities = { airport: Array.from({ length: 9_000 }, (_, index) => `${index}`) };
    const { table } = arrowCells((await ask({ features: ['typed:*'], entities }, ARROW)).rawPayload);

    expect(table.numRows).toBe(9_000);
    expect(table.batches.length).toBeGreaterThan(1);
  });

  it.each([
    [undefined, 200, 'application/json'],
    ['*/*', 200, 'application/json'],
    ['application/*', 200, 'application/json'],
    [`${ARROW};q=0.5, application/json;q=0.4`, 200, ARROW],
    [`${ARROW};q=0.4, application/json;q=0.5`, 200, 'application/json'],
    [`application/json;q=0, */*`, 200, ARROW],
    [`*/*;q=0.1, ${ARROW}`, 200, ARROW],
    ['text/html', 406, 'application/problem+json'],
    [`${ARROW};q=0`, 406, 'application/problem+json'],
  ])('answers Accept: %s with %i, %s', async (accept, status, type) => {
    const answer = await ask({ features: ['brief:n'], entities: [{ airport: 'SEA' }] }, accept);

    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain(type);
    if (status === 406) expect(answer.json<{ detail: string }>().detail).toContain(`application/json, ${ARROW}`);
  });

  it('refuses in problems what JSON refuses', async () => {
    const answer = await ask({ features: ['brief:none'], entities: [{ airport: 'SEA' }] }, ARROW);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});
