import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const TRACE = `query ($entity: Ref!, $key: EntityKey!) {
  entityTrace(entity: $entity, key: $key) {
    entity { name }
    featureRows { featureSetVersion { label } onlineRows historyRows firstEventTime lastEventTime }
    trainingRows { rows }
  }
}`;

const SCAN = `query ($featureSet: Ref!, $first: Int, $after: String) {
  storedEntities(featureSet: $featureSet, first: $first, after: $after) {
    nodes { key eventTime } pageInfo { hasNextPage endCursor }
  }
}`;

interface Trace {
  entityTrace: { entity: { name: string }; featureRows: Record<string, unknown>[]; trainingRows: unknown[] };
}

interface Scan {
  storedEntities: {
    nodes: { key: Record<string, unknown>; eventTime: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const at = (day: number) => `2026-01-0${day}T00:00:00Z`;

const trace = async (entity: string, key: object) =>
  (await app.graphql<Trace>(TRACE, { entity, key })).entityTrace.featureRows;

describe('storedEntities', () => {
  it('pages through every key once, in order, whatever its type', async () => {
    const set = await seedFeatureSet(app, {
      name: 'scanned',
      entity: 'gate',
      joinKeys: [
        { name: 'terminal', type: 'STRING' },
        { name: 'number', type: 'INT64' },
      ],
      features: [{ name: 'n', type: 'INT64' }],
    });
    const rows = Array.from({ length: 25 }, (_, number) => ({ terminal: 'A', number, n: 1, event_time: at(1) }));
    await writeRows(app, set, rows);

    const keys: Record<string, unknown>[] = [];
    let after: string | undefined;
    do {
      const { storedEntities } = await app.graphql<Scan>(SCAN, { featureSet: set, first: 10, after });
      keys.push(...storedEntities.nodes.map(({ key }) => key));
      after = storedEntities.pageInfo.hasNextPage ? storedEntities.pageInfo.endCursor : undefined;
    } while (after !== undefined);

    expect(keys).toHaveLength(25);
    expect(new Set(keys.map(({ number }) => number)).size).toBe(25);
    expect(keys[0]).toEqual({ terminal: 'A', number: 0 });
  });

  it('gives times that a lookup as of then finds: to the microsecond', async () => {
    const set = await seedFeatureSet(app, { name: 'fine_times', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [{ airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00.123456Z' }]);

    const { storedEntities } = await app.graphql<Scan>(SCAN, { featureSet: set });
    const [traced] = await trace('airport', { airport: 'SEA' });

    expect(storedEntities.nodes.map(({ eventTime }) => eventTime)).toEqual(['2026-01-01T00:00:00.123456Z']);
    expect(traced).toMatchObject({ lastEventTime: '2026-01-01T00:00:00.123456Z' });
  });

  it('refuses a cursor that is none of its own', async () => {
    const set = await seedFeatureSet(app, { name: 'cursors', features: [{ name: 'n', type: 'INT64' }] });

    await seedFeatureSet(app, { name: 'other_cursors', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, 'other_cursors', [{ airport: 'SEA', n: 1, event_time: at(1) }]);
    const other = await app.graphql<Scan>(SCAN, { featureSet: 'other_cursors', first: 1 });
    const forged = [['x'], ['1', 'x'], ['1', '["\u0000"]']].map((values) =>
      Buffer.from(JSON.stringify(values)).toString('base64url'),
    );

    for (const after of ['nonsense', other.storedEntities.pageInfo.endCursor, ...forged])
      await expect(app.graphql(SCAN, { featureSet: set, after })).rejects.toThrow('is not a cursor of this list');
  });
});
