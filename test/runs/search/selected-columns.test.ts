import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const runs = new RunClient(app, {});
  const run = await runs.start({ name: 'one', environment: { python: '3.12' }, tags: [{ key: 'k', value: 'v' }] });
  await runs.log(run, { metrics: [{ name: 'loss', value: 1 }] });
});

afterAll(() => app.close());

const BY_LOSS = '(orderBy: [{ by: METRIC, name: "loss" }])';

/** The columns between the last `select` and its `from`, once for each statement. */
async function readBy(query: string): Promise<string[]> {
  const sent = await recordStatements(app, () => app.graphql(query));
  return sent.map((text) => /(?:^| )select ((?!.* select ).*?) from /.exec(text)?.[1] ?? text);
}

describe('a list of runs', () => {
  it('reads the columns that are asked for, and no others', async () => {
    const answer = await app.graphql('{ runs { nodes { id name } } }');
    expect(answer).toEqual({ runs: { nodes: [{ id: expect.any(String), name: 'one' }] } });

    expect(await readBy('{ runs { nodes { id name } } }')).toEqual(['n.id, n.name']);
    expect(await readBy('{ runs { edges { cursor node { ...F } } } } fragment F on Run { label status }')).toEqual([
      'n.id, n.name, r.status',
    ]);
    expect(await readBy('{ runs { pageInfo { hasNextPage } } }')).toEqual(['n.id']);
  });

  it('does not look at the row of a run of which it tells nothing', async () => {
    for (const query of ['{ runs { nodes { id name } } }', `{ runs${BY_LOSS} { nodes { id name } } }`]) {
      const sent = await recordStatements(app, () => app.graphql(query));
      expect(sent.filter((text) => /\b(run r|environment|tags)\b/.test(text))).toEqual([]);
    }
  });

  it('begins behind a cursor in each table it reads: one that began at its first row would walk all pages before', async () => {
    const { runs } = await app.graphql<{ runs: { pageInfo: { endCursor: string } } }>(
      '{ runs { pageInfo { endCursor } } }',
    );
    const query = `{ runs(after: "${runs.pageInfo.endCursor}") { nodes { name status } } }`;
    const [page] = await recordStatements(app, () => app.graphql(query));
    expect(page).toMatch(/ n\.id < \$2::uuid and r\.id < \$2::uuid /);
  });

  it('reads no parameters, metrics and edges unless they are asked for', async () => {
    const sent = await recordStatements(app, () => app.graphql(`{ runs${BY_LOSS} { nodes { id name } } }`));
    expect(sent.filter((text) => /\b(run_parameter|run_metric_point|edge)\b/.test(text))).toEqual([]);
    const { runs } = await app.graphql<{ runs: object }>('{ runs { nodes { name metrics { name value } } } }');
    expect(runs).toEqual({ nodes: [{ name: 'one', metrics: [{ name: 'loss', value: 1 }] }] });
  });

  it('reads whole rows for what later rooms add to a run', async () => {
    expect((await readBy('{ runs { nodes { id artifacts { nodes { path } } } } }')).join()).toContain('r.environment');
  });
});
