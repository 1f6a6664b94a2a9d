import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { MEMBERS } from './column-world.js';

interface ColumnEdge {
  readonly from: string;
  readonly fromMember: string | null;
  readonly to: string;
  readonly toMember: string | null;
  readonly kind: string;
  readonly roles: readonly string[];
}

interface Compact {
  readonly ids: readonly string[];
  readonly edges: readonly [number, number, string][];
  readonly members: readonly (readonly string[] | null)[];
  readonly columnEdges: readonly [number, string | null, string | null][];
}

interface Answer {
  readonly nodes: readonly { readonly members: readonly string[] | null; readonly node: { readonly label: string } }[];
  readonly columnEdges: readonly ColumnEdge[];
  readonly compact: Compact;
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
}

const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection = UPSTREAM, $columns: Boolean = true, $logical: Boolean, $depth: Int = 20, $limit: Int, $asOf: DateTime, $kinds: [NodeKind!]) {
  lineage(of: $of, direction: $direction, columns: $columns, logical: $logical, depth: $depth, limit: $limit, asOf: $asOf, kinds: $kinds) {
    complete incompleteBecause nodes { members node { label } } columnEdges { from fromMember to toMember kind roles } compact(columns: true)
  }
}`;

let app: AppUnderTest;
let ids: Readonly<Record<string, string>>;
let beforeModel: string;

/*   flights@1 (a, b, c) ─▶ traffic@1 (a, b: each of a and b) ─▶ model@1 (a~origin, a~destination) ─▶ prod/here
 *   wide@1, wide@2 (5,000 columns each)                                                                       */
beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new DeploymentSeed(app);
  const columns = MEMBERS.map((name) => ({ name, type: 'INT64' }));
  const flights = await seed.datasetVersion('flights', { columns });
  const traffic = await seed.featureSet('traffic', ['a', 'b'], [{ dataset: 'flights@1', columns: ['a', 'b'] }]);
  beforeModel = new Date().toISOString();
  const model = await seed.modelVersion('model', { signature: ['traffic:a~origin', 'traffic:a~destination'] });
  await seed.deploy('prod/here', { 'model@1': 100 });
  ids = { flights: flights.id, traffic: traffic.id, model: model.id };
}, 60_000);

afterAll(() => app.close());

async function ask(variables: Readonly<Record<string, unknown>>): Promise<Answer> {
  return (await app.graphql<{ lineage: Answer }>(LINEAGE, variables)).lineage;
}

const membersOf = ({ nodes }: Answer) => Object.fromEntries(nodes.map(({ node, members }) => [node.label, members]));

describe('columns that are told of', () => {
  it('are those that a model reads, in which roles, and those that these are made from', async () => {
    const answer = await ask({ of: ['model@1'], kinds: ['DATASET_VERSION', 'FEATURE_SET_VERSION', 'MODEL_VERSION'] });

    expect(answer).toMatchObject({ complete: true, incompleteBecause: null });
    expect(membersOf(answer)).toEqual({ 'model@1': null, 'traffic@1': ['a'], 'flights@1': ['a', 'b'] });
    const source = { from: ids.flights, to: ids.traffic, toMember: 'a', kind: 'SOURCE', roles: [] };
    const read = { from: ids.traffic, fromMember: 'a', to: ids.model, toMember: null, kind: 'SIGNATURE' };
    expect(answer.columnEdges).toHaveLength(3);
    expect(answer.columnEdges).toEqual(
      expect.arrayContaining([
        { ...source, fromMember: 'a' },
        { ...source, fromMember: 'b' },
        { ...read, roles: ['origin', 'destination'] },
      ]),
    );
  });

  it('are the same in the compact form', async () => {
    const { compact, columnEdges, nodes } = await ask({ of: ['flights@1:a'], direction: 'BOTH' });

    const written = compact.columnEdges.map(([number, fromMember, toMember]) => {
      const [from = 0, to = 0, kind] = compact.edges[number] ?? [];
      return { from: compact.ids[from], fromMember, to: compact.ids[to], toMember, kind };
    });
    expect(written).toEqual(columnEdges.map(({ roles, ...edge }) => edge));
    expect(compact.members).toEqual(nodes.map(({ members }) => members));
  });

  it('lead nowhere from a column that nothing is made from', async () => {
    const answer = await ask({ of: ['flights@1:c'], direction: 'DOWNSTREAM' });

    expect(membersOf(answer)).toEqual({ 'flights@1': ['c'] });
    expect(answer).toMatchObject({ complete: true, columnEdges: [] });
  });

  it('are all of them between the nodes of an answer, where nodes are walked', async () => {
    const answer = await ask({ of: ['flights@1'], direction: 'DOWNSTREAM', columns: false });

    expect(answer.columnEdges.map(({ fromMember, toMember }) => `${fromMember} ${toMember}`).sort()).toEqual([
      'a a',
      'a b',
      'a null',
      'b a',
      'b b',
    ]);
    expect(answer.nodes.every(({ members }) => members === null)).toBe(true);
  });

  it('are those of an earlier time', async () => {
    const then = await ask({ of: ['flights@1:a'], direction: 'DOWNSTREAM', asOf: beforeModel });

    expect(membersOf(then)).toEqual({ 'flights@1': ['a'], 'traffic@1': ['a', 'b'] });
  });

  it('are cut at the limit, and say so', async () => {
    const answer = await ask({ of: ['flights@1:a'], direction: 'DOWNSTREAM', limit: 2 });

    expect(answer).toMatchObject({ complete: false, incompleteBecause: 'NODE_LIMIT' });
  });

  it('are not of versions that are folded together', async () => {
    await expect(ask({ of: ['flights'], logical: true })).rejects.toThrow(/columns and logical exclude each other/);
  });

  it('may be five thousand a version, of which one is asked for', async () => {
    const seed = new DeploymentSeed(app);
    const names = Array.from({ length: 5_000 }, (_, index) => `c${index}`);
    const columns = names.map((name) => ({ name, type: 'INT64' }));
    const one = await seed.datasetVersion('one', { columns });
    const other = await seed.datasetVersion('other', { columns, derivedFrom: ['one@1'] });
    const told = JSON.stringify({ columns: Object.fromEntries(names.map((name, at) => [name, [name, `c${at + 1}`]])) });
    await app.database.dataSource.query(
      `update edge set attributes = $1 where kind = 'DERIVED_FROM' and dst = (select id from node where label = 'other@1')`,
      [told],
    );

    const answer = await ask({ of: ['one@1:c7'], direction: 'DOWNSTREAM' });
    const all = await ask({ of: ['other@1'] });

    expect(membersOf(answer)).toEqual({ 'one@1': ['c7'], 'other@1': ['c6', 'c7'] });
    expect(answer.columnEdges).toEqual(
      ['c6', 'c7'].map((toMember) => ({
        from: one.id,
        fromMember: 'c7',
        to: other.id,
        toMember,
        kind: 'DERIVED_FROM',
        roles: [],
      })),
    );
    expect(all.columnEdges.filter(({ kind }) => kind === 'DERIVED_FROM')).toHaveLength(10_000);
  });
});
