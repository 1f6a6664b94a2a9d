import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

const RUNS = `query ($filter: RunFilter, $orderBy: [RunOrder!], $first: Int, $after: String) {
  runs(filter: $filter, orderBy: $orderBy, first: $first, after: $after) { nodes { id } pageInfo { endCursor } }
}`;

interface Runs {
  readonly pageInfo: { readonly endCursor: string | null };
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const runs = new RunClient(app);
  for (const value of [1, 2, 3]) {
    await runs.log(await runs.start({ type: 'TRAINING', experiment: 'exp-0' }), { metrics: [{ name: 'a', value }] });
  }
});

afterAll(() => app.close());

describe('a search that can not be made', () => {
  const metric = { name: 'a', op: 'LT', value: 1 };

  it.each([
    ['an unknown experiment', { filter: { experiment: 'lost' } }, 'NOT_FOUND', '"lost"'],
    [
      'an unknown parent',
      { filter: { parent: 'run_01h455vb4pex5vsknk084sn02q' } },
      'NOT_FOUND',
      'run_01h455vb4pex5vsknk084sn02q',
    ],
    ['an experiment for a parent', { filter: { parent: 'exp-0' } }, 'NOT_FOUND', 'No RUN "exp-0"'],
    [
      'too many conditions',
      { filter: { metrics: Array.from({ length: 11 }, () => metric) } },
      'BAD_USER_INPUT',
      'at most 10',
    ],
    [
      'too many conditions in all',
      { filter: { and: Array.from({ length: 11 }, () => ({ metrics: Array.from({ length: 10 }, () => metric) })) } },
      'BAD_USER_INPUT',
      'more than 100 conditions',
    ],
    ['a metric order without a name', { orderBy: [{ by: 'METRIC' }] }, 'BAD_USER_INPUT', 'needs the name'],
    ['a name that no order takes', { orderBy: [{ by: 'NAME', name: 'a' }] }, 'BAD_USER_INPUT', 'takes no name'],
    ['too many keys', { orderBy: Array.from({ length: 6 }, () => ({ by: 'NAME' })) }, 'BAD_USER_INPUT', 'at most 5'],
    ['too large a page', { first: 1001 }, 'BAD_USER_INPUT', 'from 1 to 1000'],
    ['no cursor', { after: 'xyz' }, 'BAD_USER_INPUT', '"xyz" is not a cursor'],
    ['a time without zone', { filter: { createdFrom: '2026-01-01T00:00:00' } }, 'BAD_USER_INPUT', 'no time zone'],
  ])('because of %s is refused', async (_what, variables, code, message) => {
    const error = await app.graphqlError(RUNS, variables);

    expect(error.extensions.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it('because its cursor was made up is refused, not failed on', async () => {
    const order = [{ by: 'METRIC', name: 'a' }];
    const { runs } = await app.graphql<{ runs: Runs }>(RUNS, { first: 2, orderBy: order });
    const values = JSON.parse(Buffer.from(runs.pageInfo.endCursor ?? '', 'base64url').toString());
    const forged = Buffer.from(JSON.stringify([values[0], 'much', values[2]])).toString('base64url');

    const error = await app.graphqlError(RUNS, { orderBy: order, after: forged });

    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'after', found: forged } });
  });

  it.each([
    ['another key', [{ by: 'METRIC', name: 'b' }]],
    ['another direction', [{ by: 'METRIC', name: 'a', direction: 'ASC' }]],
    ['no key', []],
  ])('because its cursor belongs to %s is refused', async (_what, orderBy) => {
    const { runs } = await app.graphql<{ runs: Runs }>(RUNS, { first: 2, orderBy: [{ by: 'METRIC', name: 'a' }] });

    const error = await app.graphqlError(RUNS, { orderBy, after: runs.pageInfo.endCursor });

    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'after' } });
  });
});
