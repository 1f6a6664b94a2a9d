import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { REGISTER } from '../../lineage/guard/guarded-mutations.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type Fields, tell } from './told.js';

const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!) {
  lineage(of: $of, direction: $direction, columns: true, depth: 100) {
    complete nodes { members node { id label } } columnEdges { fromMember toMember kind transformations }
  }
}`;

interface Answer {
  readonly lineage: {
    readonly complete: boolean;
    readonly nodes: readonly { members: string[] | null; node: { id: string; label: string } }[];
    readonly columnEdges: readonly { fromMember: string; toMember: string; kind: string; transformations: string[] }[];
  };
}

let app: AppUnderTest;

const dataset = (name: string, facets: Fields = {}) => ({ namespace: 'ns', name, facets });
const from = (name: string, field: string) => ({ namespace: 'ns', name, field });
const run = (name: string, inputs: readonly string[], outputs: readonly Fields[], minute = 10) =>
  tell(app, {
    eventType: 'COMPLETE',
    eventTime: `2026-11-24T10:${minute}:00Z`,
    run: { runId: `run of ${name}` },
    job: { namespace: 'ns', name },
    inputs: inputs.map((input) => dataset(input)),
    outputs,
  });
const madeOf = (fields: Readonly<Record<string, readonly Fields[]>>) => ({
  columnLineage: {
    fields: Object.fromEntries(Object.entries(fields).map(([name, inputFields]) => [name, { inputFields }])),
  },
});

/*   orders (price, country) ──┐                       ┌─▶ report, of whose columns nothing is told
 *                             ├─▶ revenue (total, tax) ┤
 *   taxes (rate) ─────────────┘                       └─▶ "default/sales" (sum) ─▶ sales@1:sum ─▶ money@1:earned ─▶ model ─▶ prod/here   */
beforeAll(async () => {
  app = await startAppUnderTest();
  const columns = ['sum', 'noise'].map((name) => ({ name, type: 'FLOAT64' }));
  const seed = new DeploymentSeed(app);
  await seed.datasetVersion('sales', { columns });
  await seed.featureSet('money', ['earned'], [{ dataset: 'sales@1', columns: ['sum'] }]);
  await seed.modelVersion('model', { signature: ['money:earned'] });
  await seed.deploy('prod/here', { 'model@1': 100 });
  const revenue = madeOf({ total: [from('orders', 'price')], tax: [from('orders', 'price'), from('taxes', 'rate')] });
  await run('sell', ['orders', 'taxes', 'unused'], [dataset('revenue', revenue)]);
  await run('report', ['revenue'], [dataset('report')]);
  const sum = madeOf({ sum: [from('revenue', 'total')] });
  await run('sum', ['revenue'], [{ namespace: 'headwater://default', name: 'sales', facets: sum }]);
}, 60_000);

afterAll(() => app.close());

async function membersOf(of: string, direction: string): Promise<Record<string, readonly string[] | null>> {
  const { lineage } = await app.graphql<Answer>(LINEAGE, { of: [of], direction });
  expect(lineage.complete).toBe(true);
  return Object.fromEntries(lineage.nodes.map(({ node, members }) => [node.label, members]));
}

describe('columns that jobs tell of', () => {
  it('are walked upstream from the columns that a model reads, past the runs that tell which they were', async () => {
    const members = await membersOf('model@1', 'UPSTREAM');

    expect(members).toMatchObject({
      'money@1': ['earned'],
      'sales@1': ['sum'],
      sales: ['sum'],
      '"ns/revenue"': ['total'],
      '"ns/orders"': ['price'],
    });
    expect(Object.keys(members)).toEqual(expect.not.arrayContaining(['"ns/taxes"', '"ns/unused"', '"ns/sum"']));
  });

  it('are walked downstream, to all of that of whose columns nothing is told', async () => {
    expect(await membersOf('"ns/taxes":rate', 'DOWNSTREAM')).toMatchObject({
      '"ns/taxes"': ['rate'],
      '"ns/revenue"': ['tax'],
      '"ns/report"': null,
    });
    expect(await membersOf('"ns/taxes":rate', 'DOWNSTREAM')).not.toHaveProperty('sales');
    expect(await membersOf('"ns/orders":price', 'DOWNSTREAM')).toMatchObject({
      '"ns/revenue"': ['tax', 'total'],
      'money@1': ['earned'],
      'prod/here': null,
    });
  });

  it('are exact paths, and what a change of them reaches', async () => {
    const paths = await app.graphql<{ lineagePaths: { exact: boolean; nodes: { label: string }[] }[] }>(
      'query ($from: Ref!) { lineagePaths(from: $from, to: "prod/here") { exact nodes { label } } }',
      { from: '"ns/orders":price' },
    );
    expect(paths.lineagePaths).toEqual([
      {
        exact: true,
        nodes: [
          '"ns/orders":price',
          '"ns/revenue":total',
          'sales:sum',
          'sales@1:sum',
          'money@1:earned',
          'model@1',
          'prod/here',
        ].map((label) => ({ label })),
      },
    ]);
    const impact = 'query ($of: [Ref!]!) { impact(of: $of) { complete affected { node { label } features } } }';
    expect(await app.graphql(impact, { of: ['"ns/taxes":rate'] })).toEqual({
      impact: { complete: true, affected: [] },
    });
    const { impact: hit } = await app.graphql<{ impact: { affected: { node: { label: string } }[] } }>(impact, {
      of: ['"ns/orders":price'],
    });
    expect(hit.affected.map(({ node }) => node.label).sort()).toEqual(['model@1', 'money@1', 'prod/here']);
  });

  it('tell how they were made, as long as that is said', async () => {
    const join = { ...from('orders', 'key'), transformations: [{ type: 'INDIRECT', subtype: 'JOIN' }] };
    const sum = {
      ...from('orders', 'price'),
      transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION' }, { type: 'DIRECT' }],
    };
    const told = async () => {
      const { lineage } = await app.graphql<Answer>(LINEAGE, { of: ['"ns/how":total'], direction: 'UPSTREAM' });
      return lineage.columnEdges.map(({ fromMember, transformations }) => [fromMember, transformations]);
    };
    await run('how', ['orders'], [dataset('how', madeOf({ total: [sum, join] }))]);
    expect(await told()).toEqual([
      ['key', ['INDIRECT/JOIN']],
      ['price', ['DIRECT', 'DIRECT/AGGREGATION']],
    ]);

    await run('how', ['orders'], [dataset('how', madeOf({ total: [from('orders', 'price')] }))], 11);
    expect(await told()).toEqual([['price', []]]);
  });

  it('are missed where a live deployment reads what was made from them by runs, under whichever name; others are not', async () => {
    const symlinks = { identifiers: [{ namespace: 'hive', name: 'orders', type: 'TABLE' }] };
    await tell(app, {
      eventTime: '2026-11-24T10:12:00Z',
      dataset: dataset('orders', { symlinks }),
    });
    const seed = new DeploymentSeed(app);
    const columns = ['price', 'country'].map((name) => ({ name, type: 'FLOAT64' }));
    for (const name of ['ns/orders', 'hive/orders']) {
      await seed.datasetVersion(name, { columns });
      const without = (gone: string) => ({
        input: {
          dataset: name,
          digest: `sha256:${gone}`,
          location: 's3://x',
          columns: columns.filter((column) => column.name !== gone),
        },
      });

      const { extensions } = await app.graphqlError(REGISTER, without('price'));

      expect(extensions).toMatchObject({
        code: 'FAILED_PRECONDITION',
        dependants: [{ label: 'prod/here' }],
        way: [
          ...(name === 'hive/orders' ? ['"hive/orders":price'] : []),
          '"ns/orders":price',
          '"ns/revenue":total',
          'sales:sum',
          'sales@1:sum',
          'money@1:earned',
          'model@1',
          'prod/here',
        ],
      });
      await app.graphql(REGISTER, without('country'));
    }
  });

  it('are named by what is told of them, and a name that nobody told of is not found', async () => {
    await expect(membersOf('"ns/orders":prise', 'DOWNSTREAM')).rejects.toThrow(/has no column.*price/);
  });
});
