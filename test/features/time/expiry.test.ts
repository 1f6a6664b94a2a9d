import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allFeatures } from '../../../src/features/definitions/references/feature-references.js';
import type { Definition } from '../../../src/features/definitions/references/feature-references.sql.js';
import { FutureEventPolicy } from '../../../src/features/definitions/rules/future-event-policy.js';
import { FeatureTableText } from '../../../src/features/lookups/online/answers/feature-table.js';
import { ExpiredPolicy, Int64Format } from '../../../src/features/lookups/online/lookup-enums.js';
import { planLookup } from '../../../src/features/lookups/online/plans/plan-lookup.js';
import { AnswerBudget } from '../../../src/platform/memory/answer-budget.js';
import { DataType } from '../../../src/values/data-type.js';
import { lookUp, seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, {
    name: 'fresh',
    ttlSeconds: 3600,
    features: [
      { name: 'a', type: 'INT64' },
      { name: 'b', type: 'INT64' },
    ],
  });
  const hourAgo = new Date(Date.now() - 7_200_000).toISOString();
  const justNow = new Date(Date.now() - 60_000).toISOString();
  await writeRows(app, 'fresh', [
    { airport: 'OLD', a: 1, b: null, event_time: hourAgo },
    { airport: 'NEW', a: 2, b: null, event_time: justNow },
  ]);
});

afterAll(() => app.close());

describe('a row older than its TTL', () => {
  it('is EXPIRED and keeps its value; a null stays NULL', async () => {
    const table = await lookUp(app, ['fresh:*'], { airport: ['OLD', 'NEW', 'NONE'] });

    expect(table.values).toEqual([
      [1, null],
      [2, null],
      [null, null],
    ]);
    expect(table.statuses).toEqual([
      ['EXPIRED', 'NULL'],
      ['PRESENT', 'NULL'],
      ['NOT_FOUND', 'NOT_FOUND'],
    ]);
  });

  it('is withheld with onExpired: NULL, its status still EXPIRED', async () => {
    const table = await lookUp(app, ['fresh:a'], { airport: ['OLD', 'NEW'] }, { onExpired: 'NULL' });

    expect(table.values).toEqual([[null], [2]]);
    expect(table.statuses).toEqual([['EXPIRED'], ['PRESENT']]);
  });

  it('is still PRESENT when its age equals the TTL, and EXPIRED a microsecond later', () => {
    expect(statusAt('2026-01-01T00:01:00Z')).toBe('[["PRESENT"]]');
    expect(statusAt('2026-01-01T00:01:00.000001Z')).toBe('[["EXPIRED"]]');
  });

  it('never comes where the TTL is 0 or missing', () => {
    expect(statusAt('2999-01-01T00:00:00Z', 0)).toBe('[["PRESENT"]]');
    expect(statusAt('2999-01-01T00:00:00Z', null)).toBe('[["PRESENT"]]');
  });
});

/** The status of a row of 2026-01-01 under a TTL, read at a time that a test can't wait for. */
function statusAt(readAt: string, ttlSeconds: number | null = 60): string {
  const definition: Definition = {
    id: 'id',
    featureSetId: 'set',
    label: 'fresh@1',
    storage: 1,
    ttlSeconds,
    onFutureEvent: FutureEventPolicy.REJECT,
    features: [{ name: 'a', type: DataType.INT64, description: null, allowNonFinite: false }],
    entity: 'airport',
    entityId: '',
    joinKeys: [{ name: 'airport', type: DataType.STRING, description: null }],
    deleted: false,
    historyFrom: null,
    rowsDroppedAt: null,
    deprecations: {},
  };
  const plan = planLookup(allFeatures(definition), new Map([['id', definition]]));
  const row = ['["SEA"]', '[1]', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'] as const;
  const options = { onExpired: ExpiredPolicy.VALUE, int64: Int64Format.NUMBER, matrices: new Set<never>() };
  return new FeatureTableText({
    plan,
    entityKeys: [{ airport: 'SEA' }],
    rows: [[row]],
    readAt,
    options,
    freshAt: readAt,
    budget: new AnswerBudget(),
  }).textOf('statuses') as string;
}
