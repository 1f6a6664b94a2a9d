import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { lookUp, seedFeatureSet, WRITE_FEATURES, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

/** A feature set of its own, so that tests don't meet. */
const freshSet = () => seedFeatureSet(app, { name: `set_${++sets}`, features: [{ name: 'x', type: 'INT64' }] });
const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`;
const row = (airport: string, x: number | null, minute: number) => ({ airport, x, event_time: at(minute) });
const currentValue = async (set: string, airport = 'SEA') =>
  (await lookUp(app, [`${set}:x`], [{ airport }])).values[0]?.[0];

describe('writeFeatures', () => {
  it('keeps the newer row when an older one arrives late', async () => {
    const set = await freshSet();
    await writeRows(app, set, [row('SEA', 2, 2)]);

    const counts = await writeRows(app, set, [row('SEA', 1, 1)]);

    expect(counts).toEqual({ written: 1, late: 1, unchanged: 0 });
    expect(await currentValue(set)).toBe(2);
  });

  it('changes nothing when the same row is written twice', async () => {
    const set = await freshSet();
    await writeRows(app, set, [row('SEA', 2, 2), row('SEA', 1, 1)]);

    const counts = await writeRows(app, set, [row('SEA', 2, 2), row('SEA', 1, 1), row('SEA', 1, 1)]);

    expect(counts).toEqual({ written: 0, late: 0, unchanged: 3 });
  });

  it('takes a correction of the same event', async () => {
    const set = await freshSet();
    await writeRows(app, set, [row('SEA', 1, 1)]);

    const counts = await writeRows(app, set, [row('SEA', 5, 1)]);

    expect(counts).toEqual({ written: 1, late: 0, unchanged: 0 });
    expect(await currentValue(set)).toBe(5);
  });

  it.each([
    ['an unknown column', { airport: 'SEA', x: 1, y: 2, event_time: at(1) }, 'y'],
    ['a missing feature', { airport: 'SEA', event_time: at(1) }, 'x'],
    ['a missing event time', { airport: 'SEA', x: 1 }, 'event_time'],
    ['an event time without zone', { airport: 'SEA', x: 1, event_time: '2026-01-01T00:00:00' }, 'event_time'],
    ['a missing join key', { x: 1, event_time: at(1) }, 'airport'],
    ['a row that is no object', 7, 'rows[1]'],
  ])('refuses %s with its place, and writes nothing of the call', async (_what, bad, named) => {
    const set = await freshSet();

    const error = await app.graphqlError(WRITE_FEATURES, { input: { featureSet: set, rows: [row('SEA', 1, 1), bad] } });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain('rows[1]');
    expect(error.message).toContain(named);
    expect(await currentValue(set)).toBeNull();
  });

  it('refuses two different rows for one event', async () => {
    const set = await freshSet();

    const error = await app.graphqlError(WRITE_FEATURES, {
      input: { featureSet: set, rows: [row('SEA', 1, 1), row('SEA', 2, 1)] },
    });

    expect(error.message).toContain('rows[0] and rows[1]');
  });

  it.each([
    ['no rows', []],
    ['too many rows', Array(10_001).fill(row('SEA', 1, 1))],
    ['rows that are no list', {}],
  ])('refuses %s', async (_what, rows) => {
    const set = await freshSet();

    const error = await app.graphqlError(WRITE_FEATURES, { input: { featureSet: set, rows } });

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'rows' });
  });

  it('leaves the same store as a naive one, whatever the order and grouping of the writes', async () => {
    const rows = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.option(fc.nat(3)), fc.nat(9)), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 6 }), async (calls) => {
        const set = await freshSet();
        const oracle = new Map<string, { x: number | null; minute: number }>();
        for (const call of calls) {
          const unique = [
            ...new Map(call.map(([airport, x, minute]) => [`${airport} ${minute}`, { airport, x, minute }])).values(),
          ];
          await writeRows(
            app,
            set,
            unique.map(({ airport, x, minute }) => row(airport, x, minute)),
          );
          for (const { airport, x, minute } of unique) {
            const known = oracle.get(airport);
            if (known === undefined || minute >= known.minute) oracle.set(airport, { x, minute });
          }
        }

        const table = await lookUp(app, [`${set}:x`], { airport: ['A', 'B', 'C'] });

        expect(table.values.map(([x]) => x)).toEqual(['A', 'B', 'C'].map((airport) => oracle.get(airport)?.x ?? null));
        expect(table.eventTimes.map(([time]) => time)).toEqual(
          ['A', 'B', 'C'].map((airport) => (oracle.has(airport) ? at(oracle.get(airport)?.minute ?? 0) : null)),
        );
      }),
      { numRuns: casesOf(12, 200) },
    );
  });

  it('agrees with the history when many writers hit the same keys at the same time', async () => {
    const set = await freshSet();
    const writers = Array.from({ length: 24 }, (_, writer) =>
      writeRows(
        app,
        set,
        Array.from({ length: 20 }, (_, i) => row(`K${(i * 7 + writer) % 20}`, writer, (i + writer) % 4)),
      ),
    );

    const counts = await Promise.all(writers);

    const storage = set.slice(0, -2);
    const history = await historyOf(storage);
    const table = await lookUp(app, [`${set}:x`], { airport: [...history.keys()] });
    expect(table.values.map(([x]) => x)).toEqual([...history.values()]);
    expect(counts.reduce((sum, { written, unchanged }) => sum + written + unchanged, 0)).toBe(24 * 20);
  });

  it('writes a row once when many callers send it at the same time', async () => {
    const set = await freshSet();

    const counts = await Promise.all(Array.from({ length: 16 }, () => writeRows(app, set, [row('SEA', 1, 1)])));

    expect(counts.reduce((sum, { written }) => sum + written, 0)).toBe(1);
  });

  it('draws the run that it names as what made the rows', async () => {
    const set = await freshSet();
    const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation { startRun(input: { type: INGEST }) { run { id } } }',
    );

    await app.graphql(WRITE_FEATURES, { input: { featureSet: set, rows: [row('SEA', 1, 1)], run: startRun.run.id } });

    const { run } = await app.graphql<{ run: { outputs: { node: { label: string } }[] } }>(
      'query ($id: ID!) { run(id: $id) { outputs { node { label } } } }',
      { id: startRun.run.id },
    );
    expect(run.outputs.map(({ node }) => node.label)).toEqual([set]);
  });
});

/** What the history says is the last word on each key: greatest event time, then greatest ingest time. */
async function historyOf(setName: string): Promise<ReadonlyMap<string, number>> {
  const [version] = (await app.database.dataSource.query(
    `select v.storage from feature_set_version v join node n on n.id = v.id where n.name = $1`,
    [setName],
  )) as { storage: number }[];
  const rows = (await app.database.dataSource.query(
    `select distinct on (key) key, "values" from feature_history_${version?.storage} order by key, event_time desc, ingest_time desc`,
  )) as { key: string; values: string }[];
  return new Map(rows.map((found) => [JSON.parse(found.key)[0], JSON.parse(found.values)[0]]));
}
