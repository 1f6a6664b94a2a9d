import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromPublicId } from '../../../src/graph/nodes/node-id.js';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { DELETE, DROP, REGISTER } from './guarded-mutations.js';

const MEMBERS = ['a', 'b', 'c'];
const NAMES = ['data', 'first', 'second', 'model@1', 'model@2', 'production/here', 'production/there'] as const;
const [DATA, SETS, MODELS, DEPLOYMENTS] = [0, [1, 2], [3, 4], [5, 6]] as const;

interface Drawn {
  readonly src: number;
  readonly dst: number;
  readonly kind: string;
  readonly columns?: Record<string, string[]>;
  readonly features?: string[];
}

let app: AppUnderTest;
let ids: readonly string[];
let versions = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new DeploymentSeed(app);
  const data = await seed.datasetVersion('data', { columns: MEMBERS.map((name) => ({ name, type: 'INT64' })) });
  const sets = [await seed.featureSet('first', MEMBERS), await seed.featureSet('second', MEMBERS)];
  const models = [
    await seed.modelVersion('model', { signature: ['first:*'] }),
    await seed.modelVersion('model', { signature: ['second:*'] }),
  ];
  const deployments = [];
  for (const name of ['here', 'there'])
    deployments.push((await seed.deploy(`production/${name}`, { 'model@1': 100 })).deployment);
  const kinds = { has: (kind: string): kind is Uppercase<string> => kind !== '' };
  ids = [data, ...sets, ...models, ...deployments].map(({ id }) => fromPublicId(id, kinds)?.id ?? '');
}, 60_000);

afterAll(() => app.close());

const some = fc.subarray(MEMBERS, { minLength: 1 });
const edge: fc.Arbitrary<Drawn> = fc.oneof(
  fc.record({
    src: fc.constant(DATA),
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
  fc.record({
    src: fc.constantFrom(DATA, ...SETS),
    dst: fc.constantFrom(...SETS, ...MODELS),
    kind: fc.constant('INPUT'),
  }),
);
const danger = fc.oneof(
  fc.record({ what: fc.constant('delete' as const), node: fc.constantFrom(DATA, ...SETS, ...MODELS) }),
  fc.record({ what: fc.constant('drop rows' as const), node: fc.constantFrom(...SETS) }),
  fc.record({
    what: fc.constantFrom('drop columns' as const, 'retype columns' as const),
    node: fc.constant(DATA),
    columns: some,
  }),
);

async function draw(edges: readonly Drawn[]): Promise<void> {
  await app.database.dataSource.query('delete from edge');
  await app.database.dataSource.query('update node set deleted_at = null, deleted_by = null where id = any($1)', [ids]);
  await app.database.dataSource.query(
    'insert into edge (src, dst, kind, attributes) select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[])',
    [
      edges.map(({ src }) => ids[src]),
      edges.map(({ dst }) => ids[dst]),
      edges.map(({ kind }) => kind),
      edges.map(({ columns, features, kind }) =>
        JSON.stringify({
          ...(columns && { columns }),
          ...(features && { features: features.map((name, position) => ({ name, position })) }),
          ...(kind === 'BINDING' && { trafficPercent: 50 }),
        }),
      ),
    ],
  );
}

const register = (columns: readonly string[], retyped: readonly string[] = [], override?: { reason: string }) =>
  app.graphqlAnswer(REGISTER, {
    input: {
      dataset: 'data',
      digest: `sha256:more-${++versions}`,
      location: 's3://x',
      columns: columns.map((name) => ({ name, type: retyped.includes(name) ? 'STRING' : 'INT64' })),
      ...(override && { override }),
    },
  });

/** The names of deployments that would break, by brute force: every walk along the edges that carries the danger. */
function broken(edges: readonly Drawn[], asked: { what: string; node: number; columns?: readonly string[] }): string[] {
  const reached = new Set<string>(
    asked.columns === undefined ? [`${asked.node}`] : asked.columns.map((column) => `${asked.node} ${column}`),
  );
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const { src, dst, columns, features } of edges)
      for (const place of [...reached]) {
        const [node, member] = place.split(' ');
        if (Number(node) !== src) continue;
        if (member === undefined) reached.add(`${dst}`);
        else if (columns !== undefined)
          for (const [feature, of] of Object.entries(columns)) of.includes(member) && reached.add(`${dst} ${feature}`);
        else if (features?.includes(member)) reached.add(`${dst}`);
      }
  }
  const live = DEPLOYMENTS.filter((at) => edges.some(({ dst, kind }) => kind === 'BINDING' && dst === at));
  return live.filter((at) => reached.has(`${at}`)).map((at) => NAMES[at] ?? '');
}

describe('a guard', () => {
  it('refuses exactly what would break a live deployment, and names every one of them', async () => {
    const edges = fc.uniqueArray(edge, { maxLength: 14, selector: ({ src, dst, kind }) => `${src} ${dst} ${kind}` });
    await fc.assert(
      fc.asyncProperty(edges, danger, async (drawn, asked) => {
        const own = drawn.filter(({ src, dst }) => src < dst);
        await draw(own);

        const label = NAMES[asked.node] ?? '';
        const { errors } =
          'columns' in asked
            ? await register(
                MEMBERS.filter((name) => asked.what === 'retype columns' || !asked.columns.includes(name)),
                asked.columns,
              )
            : asked.what === 'delete'
              ? await app.graphqlAnswer(DELETE, { input: { id: label.includes('@') ? label : `${label}@1` } })
              : await app.graphqlAnswer(DROP, { input: { featureSetVersion: `${label}@1`, dryRun: true } });
        if ('columns' in asked) expect((await register(MEMBERS, [], { reason: 'as it was' })).errors).toEqual([]);

        const dependants = errors.flatMap(({ extensions }) => extensions.dependants as { label: string }[]);
        expect(dependants.map((node) => node.label)).toEqual(broken(own, asked));
        for (const { extensions } of errors) {
          expect(extensions.code).toBe('FAILED_PRECONDITION');
          expect(dependants.map((node) => node.label)).toContain((extensions.way as string[]).at(-1));
        }
      }),
      { numRuns: casesOf(60, 1_000) },
    );
  }, 600_000);
});
