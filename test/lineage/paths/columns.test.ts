import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromPublicId } from '../../../src/graph/nodes/node-id.js';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { allPaths, type OraclePlace, type PathEdge } from './path-oracle.js';

const PATHS = `query ($from: Ref!, $to: Ref!) {
  lineagePaths(from: $from, to: $to, limit: 100) { length exact hasNext nodes { label member node { id } } edges { kind attributes } }
}`;

interface Answer {
  readonly lineagePaths: readonly {
    readonly exact: boolean;
    readonly nodes: readonly {
      readonly label: string;
      readonly member: string | null;
      readonly node: { readonly id: string };
    }[];
    readonly edges: readonly { readonly kind: string; readonly attributes: object }[];
  }[];
}

const MEMBERS = ['a', 'b', 'c'];
let app: AppUnderTest;
/** Two dataset versions, two feature set versions, a model version, a deployment, and two datasets for rings. */
let ids: readonly string[];

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new DeploymentSeed(app);
  const columns = MEMBERS.map((name) => ({ name, type: 'INT64' }));
  const data = [await seed.datasetVersion('one', { columns }), await seed.datasetVersion('two', { columns })];
  const sets = [await seed.featureSet('first', MEMBERS), await seed.featureSet('second', MEMBERS)];
  const model = await seed.modelVersion('model', { signature: ['first:*'] });
  const { deployment } = await seed.deploy('production/here', { [model.label]: 100 });
  ids = [...data, ...sets, model, deployment, ...data.map(({ dataset }) => dataset)].map(({ id }) => id);
}, 60_000);

afterAll(() => app.close());

const DATA = [0, 1];
const SETS = [2, 3];
const uuids = () => {
  const kinds = { has: (kind: string): kind is Uppercase<string> => kind !== '' };
  return ids.map((id) => fromPublicId(id, kinds)?.id ?? '');
};

const some = fc.subarray(MEMBERS, { minLength: 1 });
const edge = fc.oneof(
  fc.record({
    src: fc.constantFrom(...DATA),
    dst: fc.constantFrom(...SETS),
    kind: fc.constant('SOURCE'),
    columns: fc.dictionary(fc.constantFrom(...MEMBERS), some, { minKeys: 1 }),
  }),
  fc.record({ src: fc.constantFrom(...SETS), dst: fc.constant(4), kind: fc.constant('SIGNATURE'), features: some }),
  fc.record({ src: fc.nat(7), dst: fc.nat(7), kind: fc.constantFrom('INPUT', 'DERIVED_FROM') }),
);
const place = fc.oneof(
  fc.record({ node: fc.constantFrom(...DATA, ...SETS), member: fc.constantFrom(...MEMBERS) }),
  fc.record({ node: fc.nat(7), member: fc.constant(null) }),
);
const question = fc.record({
  edges: fc.uniqueArray(edge, { maxLength: 16, selector: ({ src, dst, kind }) => `${src} ${dst} ${kind}` }),
  from: place,
  to: place,
});

/** Nothing else is drawn, so that rings go through whatever they like. */
async function drawOnly(edges: readonly PathEdge[]): Promise<void> {
  await app.database.dataSource.query('delete from edge');
  await app.database.dataSource.query(
    `insert into edge (src, dst, kind, attributes)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[])`,
    [
      edges.map(({ src }) => src),
      edges.map(({ dst }) => dst),
      edges.map(({ kind }) => kind),
      edges.map(({ columns, features }) =>
        JSON.stringify({
          ...(columns && { columns }),
          ...(features && { features: features.map((name, position) => ({ name, position })) }),
        }),
      ),
    ],
  );
}

/** One edge leads on to a feature, another to the whole node that it is of: neither says anything of where the other leads. */
const COUNTED_ONCE: typeof question extends fc.Arbitrary<infer Question> ? Question : never = {
  edges: [
    { src: 0, dst: 2, kind: 'SOURCE', columns: { a: ['a', 'c'] } },
    { src: 1, dst: 3, kind: 'SOURCE', columns: { a: ['c'] } },
    { src: 2, dst: 1, kind: 'INPUT' },
    { src: 0, dst: 2, kind: 'INPUT' },
  ],
  from: { node: 0, member: 'a' },
  to: { node: 3, member: 'a' },
};

describe('the paths of columns and features', () => {
  it('are those that a search in memory finds, and say where an edge tells of whole nodes only', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ edges, from, to }) => {
        const nodes = uuids();
        const at = (index: number) => nodes[index] ?? '';
        const drawn = edges
          .filter(({ src, dst }) => src !== dst)
          .map((each) => ({ ...each, src: at(each.src), dst: at(each.dst) }) as PathEdge);
        await drawOnly(drawn);
        const placeOf = ({ node, member }: { node: number; member: string | null }): OraclePlace => ({
          id: at(node),
          member,
        });
        const expected = allPaths(drawn, placeOf(from), placeOf(to));
        const refOf = ({ node, member }: { node: number; member: string | null }) =>
          member === null ? ids[node] : `${ids[node]}:${member}`;

        const { lineagePaths } = await app.graphql<Answer>(PATHS, { from: refOf(from), to: refOf(to) });

        const publicIds = new Map(nodes.map((uuid, index) => [uuid, ids[index]]));
        expect(
          lineagePaths.map(({ nodes: along, exact }) => [exact, ...along.map(({ node, member }) => [node.id, member])]),
        ).toEqual(
          expected
            .slice(0, 100)
            .map(({ places, exact }) => [exact, ...places.map(({ id, member }) => [publicIds.get(id), member])]),
        );
      }),
      { numRuns: casesOf(60, 1_000), examples: [[COUNTED_ONCE]] },
    );
  });

  it('tell how a column reaches a deployment, with what each edge says', async () => {
    const [flights = '', , traffic = '', , model = '', deployment = ''] = uuids();
    await drawOnly([
      { src: flights, dst: traffic, kind: 'SOURCE', columns: { a: ['b', 'c'], b: ['a'] } },
      { src: traffic, dst: model, kind: 'SIGNATURE', features: ['a'] },
      { src: model, dst: deployment, kind: 'BINDING' },
    ]);
    const labels = async (from: string, to: string) =>
      (await app.graphql<Answer>(PATHS, { from, to })).lineagePaths.map(({ nodes }) => nodes.map(({ label }) => label));

    expect(await labels('one@1:c', 'production/here')).toEqual([
      ['one@1:c', 'first@1:a', 'model@1', 'production/here'],
    ]);
    // The feature that it goes into is read by nobody.
    expect(await labels('one:a', 'production/here')).toEqual([]);
    expect(await labels('one:a', 'first:b')).toEqual([['one@1:a', 'first@1:b']]);
    const { lineagePaths } = await app.graphql<Answer>(PATHS, { from: 'one@1:c', to: 'model@1' });
    expect(lineagePaths[0]?.edges).toMatchObject([
      { kind: 'SOURCE', attributes: { columns: { a: ['b', 'c'] } } },
      { kind: 'SIGNATURE', attributes: { features: [{ name: 'a' }] } },
    ]);
  });

  it.each([
    ['a column that is not there', 'one@1:nope', 'NOT_FOUND', 'one@1 has no column'],
    ['a feature that is not there', 'first@1:nope', 'NOT_FOUND', 'first@1 has no feature'],
    ['a member of what has none', 'model@1:a', 'NOT_FOUND', 'model@1'],
    ['many at once', 'one@1:*', 'BAD_USER_INPUT', 'names many'],
    ['a role', 'first@1:a~origin', 'BAD_USER_INPUT', 'Leave out'],
    ['what is malformed', 'one@@1', 'BAD_USER_INPUT', 'nothing stands after'],
  ])('refuse %s', async (_what, ref, code, named) => {
    const error = await app.graphqlError('query ($ref: Ref!) { lineagePaths(from: $ref, to: $ref) { length } }', {
      ref,
    });

    expect(error.extensions.code).toBe(code);
    expect(error.message).toContain(named);
  });
});
