import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromPublicId } from '../../../src/graph/nodes/node-id.js';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type ImpactEdge, impactOracle } from './impact-oracle.js';

const IMPACT = `query ($of: [Ref!]!, $change: ChangeKind!) {
  impact(of: $of, change: $change) {
    complete count liveDeployments affected { node { id } outcome features path { member node { id } } trafficPercent lookupsPerMinute lastReadAt }
  }
}`;

interface Answer {
  readonly complete: boolean;
  readonly count: number;
  readonly liveDeployments: number;
  readonly affected: readonly {
    readonly node: { readonly id: string };
    readonly outcome: string;
    readonly features: readonly string[] | null;
    readonly path: readonly { readonly member: string | null; readonly node: { readonly id: string } }[];
  }[];
}

const MEMBERS = ['a', 'b', 'c'];
const [DATA, SETS, MODELS, DEPLOYMENTS, LOGICAL] = [
  [0, 1],
  [2, 3],
  [4, 5],
  [6, 7],
  [8, 9],
] as const;
/** Whatever else is reached stands in no answer. */
const TOLD: readonly number[] = [...SETS, ...MODELS, ...DEPLOYMENTS];
let app: AppUnderTest;
let ids: readonly string[];

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new DeploymentSeed(app);
  const columns = MEMBERS.map((name) => ({ name, type: 'INT64' }));
  const data = [await seed.datasetVersion('one', { columns }), await seed.datasetVersion('two', { columns })];
  const sets = [await seed.featureSet('first', MEMBERS), await seed.featureSet('second', MEMBERS)];
  const models = [
    await seed.modelVersion('model', { signature: ['first:*'] }),
    await seed.modelVersion('model', { signature: ['second:*'] }),
  ];
  const deployments = [];
  for (const name of ['here', 'there'])
    deployments.push((await seed.deploy(`production/${name}`, { [models[0]?.label ?? '']: 100 })).deployment);
  ids = [...data, ...sets, ...models, ...deployments, ...data.map(({ dataset }) => dataset)].map(({ id }) => id);
}, 60_000);

afterAll(() => app.close());

const some = fc.subarray(MEMBERS, { minLength: 1 });
const edge = fc.oneof(
  fc.record({
    src: fc.constantFrom(...DATA),
    dst: fc.constantFrom(...SETS),
    kind: fc.constant('SOURCE'),
    columns: fc.dictionary(fc.constantFrom(...MEMBERS), some, { minKeys: 1 }),
  }),
  fc.record({
    src: fc.constantFrom(...SETS),
    dst: fc.constantFrom(...MODELS),
    kind: fc.constant('SIGNATURE'),
    features: some,
  }),
  fc.record({ src: fc.constantFrom(...MODELS), dst: fc.constantFrom(...DEPLOYMENTS), kind: fc.constant('BINDING') }),
  fc.record({ src: fc.constantFrom(...LOGICAL), dst: fc.constantFrom(...DATA), kind: fc.constant('VERSION_OF') }),
  fc.record({
    src: fc.nat(5),
    dst: fc.constantFrom(...DATA, ...SETS, ...MODELS, ...LOGICAL),
    kind: fc.constantFrom('DERIVED_FROM', 'INPUT'),
  }),
);
const start = fc.oneof(
  fc.record({ node: fc.constantFrom(...DATA, ...SETS), member: fc.constantFrom(...MEMBERS) }),
  fc.record({ node: fc.nat(9), member: fc.constant(null) }),
);
const question = fc.record({
  edges: fc.uniqueArray(edge, { maxLength: 18, selector: ({ src, dst, kind }) => `${src} ${dst} ${kind}` }),
  starts: fc.array(start, { minLength: 1, maxLength: 2 }),
  change: fc.constantFrom('DROP', 'CHANGE_TYPE', 'DEPRECATE'),
});

async function drawOnly(edges: readonly ImpactEdge[]): Promise<void> {
  await app.database.dataSource.query('delete from edge');
  await app.database.dataSource.query(
    `insert into edge (src, dst, kind, attributes)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[])`,
    [
      edges.map(({ src }) => src),
      edges.map(({ dst }) => dst),
      edges.map(({ kind }) => kind),
      edges.map(({ kind, columns, features }) =>
        JSON.stringify({
          ...(columns && { columns }),
          ...(features && { features: features.map((name, position) => ({ name, position })) }),
          ...(kind === 'BINDING' && { trafficPercent: 50 }),
        }),
      ),
    ],
  );
}

describe('the impact of a change', () => {
  it('is what a search in memory finds: who is reached, in which features, how badly, by a shortest way', async () => {
    const kinds = { has: (kind: string): kind is Uppercase<string> => kind !== '' };
    const uuids = ids.map((id) => fromPublicId(id, kinds)?.id ?? '');
    const at = (index: number) => uuids[index] ?? '';
    await fc.assert(
      fc.asyncProperty(question, async ({ edges, starts, change }) => {
        const drawn = edges
          .filter(({ src, dst }) => src !== dst)
          .map((each) => ({ ...each, src: at(each.src), dst: at(each.dst) }) as ImpactEdge);
        await drawOnly(drawn);
        const live = (index: number) =>
          !(DEPLOYMENTS as readonly number[]).includes(index) ||
          drawn.some(({ dst, kind }) => kind === 'BINDING' && dst === at(index));
        const oracle = impactOracle(
          drawn,
          starts.map(({ node, member }) => ({ node: at(node), member })),
        );
        const expected = new Map(
          TOLD.flatMap((index) => {
            const hit = oracle.get(at(index));
            return hit === undefined || !live(index) ? [] : [[ids[index] ?? '', hit] as const];
          }),
        );

        const { impact } = await app.graphql<{ impact: Answer }>(IMPACT, {
          of: starts.map(({ node, member }) => (member === null ? ids[node] : `${ids[node]}:${member}`)),
          change,
        });

        expect(
          new Map(
            impact.affected.map(({ node, outcome, features, path }) => [
              node.id,
              { outcome, features, length: path.length - 1 },
            ]),
          ),
        ).toEqual(
          new Map(
            [...expected].map(([id, hit]) => [
              id,
              { ...hit, outcome: change === 'DEPRECATE' ? 'WARNED' : hit.outcome },
            ]),
          ),
        );
        expect(impact).toMatchObject({
          complete: true,
          count: expected.size,
          liveDeployments: DEPLOYMENTS.filter((index) => expected.has(ids[index] ?? '')).length,
        });
        for (const { path, node } of impact.affected) {
          expect(path[path.length - 1]?.node.id).toBe(node.id);
          expect(starts.some((first) => ids[first.node] === path[0]?.node.id && first.member === path[0]?.member)).toBe(
            true,
          );
        }
      }),
      { numRuns: casesOf(60, 1_000) },
    );
  });
});
