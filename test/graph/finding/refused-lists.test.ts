import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeCursor } from '../../../src/platform/database/keyset.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const LIST = `query ($filter: NodeFilter, $orderBy: NodeOrder, $order: [DatasetOrder!], $after: String, $asOf: DateTime) {
  list: datasets(filter: $filter, orderBy: $orderBy, order: $order, first: 1, after: $after, asOf: $asOf) {
    totalCount nodes { name } pageInfo { endCursor } } }`;
const BY_ROWS = JSON.stringify([['ROWS', '', 'ASC']]);
const UUID = '01900000-0000-7000-8000-000000000000';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new Seed(app);
  await app.graphql('mutation { defineMetric(input: { name: "auc", goal: MAX }) { metric { name } } }');
  for (const name of ['a', 'b', 'c']) await seed.datasetVersion(name, { rowCount: 5 });
});

afterAll(() => app.close());

const BEST = { name: 'auc', of: 'BEST', op: 'GT', value: 0 };
const ofRuns = (count: number) => ({ run: { or: Array.from({ length: count }, () => ({ types: ['TRAINING'] })) } });

describe('a list', () => {
  it.each([
    [
      'a condition of other nodes',
      { filter: { modelVersion: { newest: true } } },
      'filter.modelVersion can not be asked',
    ],
    ['deleted ones, within', { filter: { or: [{ includeDeleted: true }] } }, 'filter.or[0].includeDeleted'],
    ['a NUL character', { filter: { descriptionContains: 'a\0' } }, 'NUL'],
    ['too many filters', { filter: { or: Array.from({ length: 51 }, () => ({})) } }, 'more than 50'],
    [
      'too many filters of runs',
      { filter: { or: [1, 2].map(() => ({ datasetVersion: ofRuns(30) })) } },
      'more than 50',
    ],
    ['a bad filter of runs', { filter: { datasetVersion: { run: { durationFrom: 'NaN' } } } }, 'NaN'],
    [
      'the best value of a metric as of before anybody said which it is',
      { filter: { datasetVersion: { run: { not: { metrics: [BEST] } } } }, asOf: '2026-01-01T00:00:00Z' },
      'filter.datasetVersion.run.not.metrics asks for the BEST of "auc"',
    ],
    ['two orders', { orderBy: 'NAME', order: [] }, 'give one'],
    ['six keys', { order: Array.from({ length: 6 }, () => ({ by: 'ROWS' })) }, 'at most 5'],
    ['a tag without a key', { order: [{ by: 'TAG' }] }, 'order[0] is by TAG'],
    ['a key with a name too many', { order: [{ by: 'ROWS', name: 'x' }] }, 'takes no name'],
    ['a cursor of another order', { after: encodeCursor([BY_ROWS, '5', UUID]) }, 'cursor'],
    [
      'a cursor without a place',
      { order: [{ by: 'ROWS', direction: 'ASC' }], after: encodeCursor([BY_ROWS, '5', null]) },
      'another order',
    ],
    [
      'a cursor of a wrong type',
      { order: [{ by: 'ROWS', direction: 'ASC' }], after: encodeCursor([BY_ROWS, 'x', UUID]) },
      'not a cursor',
    ],
    [
      'a cursor of a day that there is not',
      {
        order: [{ by: 'UPDATED', direction: 'ASC' }],
        after: encodeCursor([JSON.stringify([['UPDATED', '', 'ASC']]), '2026-02-31 00:00:00+00', UUID]),
      },
      'not a cursor',
    ],
    ['no cursor', { after: "'; drop table node; --" }, 'not a cursor'],
  ])('refuses %s', async (_what, variables, message) => {
    const [error] = await app.graphqlErrors(LIST, variables);

    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
    expect(error?.message).toContain(message);
  });

  it('refuses metrics of runs as of before it was known which points they had', async () => {
    await runSql(app.databaseUrl, `insert into metric_calls_known values ('2026-03-01T00:00:00Z')`);
    const filter = { datasetVersion: { readBy: { hasMetrics: ['auc'] } } };
    const [error] = await app.graphqlErrors(LIST, { filter, asOf: '2026-02-28T00:00:00Z' });

    expect(error?.message).toContain('filter.datasetVersion.readBy.hasMetrics can not be asked');
    expect(error?.message).toContain('known from 2026-03-01T00:00:00.000Z on');
    expect(await app.graphql(LIST, { filter, asOf: '2026-03-01T00:00:00Z' })).toMatchObject({
      list: { totalCount: 0 },
    });
  });

  it.each([
    ['a count beyond all counts', 'ROWS', '999999999999999999'],
    ['a key of letters beyond ASCII', 'NAME', '\ud800ø\u{1f600}'],
  ])('takes a forged cursor for a place, or refuses it: %s', async (_what, by, value) => {
    const after = encodeCursor([JSON.stringify([[by, '', 'ASC']]), value, UUID]);
    const errors = await app.graphqlErrors(LIST, { order: [{ by, direction: 'ASC' }], after }).catch(() => []);

    expect(errors.map(({ extensions }) => extensions.code)).not.toContain('INTERNAL');
  });

  it('of another project has nothing of this one', async () => {
    await app.graphql('mutation { createProject(input: { name: "quiet" }) { project { name } } }');
    const filter = { or: [{ hasTags: [] }, { datasetVersion: { rowCountFrom: 0 } }] };
    const { list } = await app.graphql<{ list: object }>(
      LIST,
      { filter, order: [{ by: 'ROWS' }] },
      { project: 'quiet' },
    );

    expect(list).toMatchObject({ nodes: [], totalCount: 0 });
  });

  it('counts only what it is asked to count', async () => {
    const { list } = await app.graphql<{ list: object }>('{ list: datasets { facets { __typename } } }');

    expect(list).toEqual({ facets: { __typename: 'DatasetFacets' } });
  });
});
