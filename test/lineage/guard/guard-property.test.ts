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
/** The dataset of DATA and another name of it; a run, and data that it may have made. */
const [WHOLE, ALIAS, RUN, MADE, MADE_VERSION] = [7, 8, 9, 10, 11] as const;
/** What a run read and wrote says nothing of columns: what else is told of them decides. */
const BY_RUNS = ['INPUT', 'OUTPUT'];
const NAMESAKES = ['VERSION_OF', 'SAME_AS'];
const IMPACT = `query ($of: [Ref!]!) { impact(of: $of, limit: 1000) { complete affected { outcome exact node { kind label } } } }`;

interface Drawn {
  readonly src: number;
  readonly dst: number;
  readonly kind: string;
  readonly columns?: Record<string, string[]>;
  readonly features?: string[];
}

let app: AppUnderTest;
let ids: readonly string[];
let publicIds: readonly string[];
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
  const [alias, made] = [await seed.datasetVersion('alias'), await seed.datasetVersion('made')];
  const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
    'mutation { startRun(input: {type: TRANSFORM}) { run { id } } }',
  );
  const kinds = { has: (kind: string): kind is Uppercase<string> => kind !== '' };
  const others = [data.dataset, alias.dataset, startRun.run, made.dataset, made];
  publicIds = [data, ...sets, ...models, ...deployments, ...others].map(({ id }) => id);
  ids = publicIds.map((id) => fromPublicId(id, kinds)?.id ?? '');
}, 60_000);

afterAll(() => app.close());

const some = fc.subarray(MEMBERS, { minLength: 1 });
const columns = fc.dictionary(fc.constantFrom(...MEMBERS), some, { minKeys: 1 });
const edge: fc.Arbitrary<Drawn> = fc.oneof(
  fc.record({
    src: fc.constantFrom(DATA, MADE_VERSION),
    dst: fc.constantFrom(...SETS),
    kind: fc.constant('SOURCE'),
    columns,
  }),
  fc.record({ src: fc.constantFrom(DATA, WHOLE), dst: fc.constant(RUN), kind: fc.constant('INPUT') }),
  fc.record({
    src: fc.constant(RUN),
    dst: fc.constantFrom(MADE, MADE_VERSION, ...SETS, ...MODELS),
    kind: fc.constant('OUTPUT'),
  }),
  fc.record(
    { src: fc.constant(DATA), dst: fc.constantFrom(MADE, MADE_VERSION), kind: fc.constant('DERIVED_FROM'), columns },
    { requiredKeys: ['src', 'dst', 'kind'] },
  ),
  fc.record({
    src: fc.constantFrom(WHOLE, ALIAS),
    dst: fc.constantFrom(MADE, MADE_VERSION),
    kind: fc.constant('DERIVED_FROM'),
    columns,
  }),
  fc.constantFrom(
    { src: MADE, dst: MADE_VERSION, kind: 'VERSION_OF' },
    { src: WHOLE, dst: ALIAS, kind: 'SAME_AS' },
    { src: ALIAS, dst: WHOLE, kind: 'SAME_AS' },
  ),
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
    asked.columns === undefined
      ? [`${asked.node}`]
      : asked.columns.flatMap((column) => [`${asked.node} ${column}`, `${WHOLE} ${column}`]),
  );
  const leading = asked.columns === undefined ? edges : edges.filter(({ kind }) => !BY_RUNS.includes(kind));
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const { src, dst, kind, columns, features } of leading)
      for (const place of [...reached]) {
        const [node, member] = place.split(' ');
        if (Number(node) !== src) continue;
        if (member === undefined) reached.add(`${dst}`);
        else if (NAMESAKES.includes(kind)) reached.add(`${dst} ${member}`);
        else if (columns !== undefined)
          for (const [feature, of] of Object.entries(columns)) of.includes(member) && reached.add(`${dst} ${feature}`);
        else if (features === undefined || features.includes(member)) reached.add(`${dst}`);
      }
  }
  const live = DEPLOYMENTS.filter((at) => edges.some(({ dst, kind }) => kind === 'BINDING' && dst === at));
  return live.filter((at) => reached.has(`${at}`)).map((at) => NAMES[at] ?? '');
}

/** What a question says of the live deployments beforehand. */
async function impactOn(asked: { node: number; columns?: readonly string[] }) {
  const [node, whole] = [publicIds[asked.node], publicIds[WHOLE]];
  const of = asked.columns?.flatMap((column) => [`${node}:${column}`, `${whole}:${column}`]) ?? [node];
  const { impact } = await app.graphql<{ impact: Impact }>(IMPACT, { of });
  expect(impact.complete).toBe(true);
  return impact.affected.filter((each) => each.node.kind === 'DEPLOYMENT');
}

interface Impact {
  readonly complete: boolean;
  readonly affected: readonly { outcome: string; exact: boolean; node: { kind: string; label: string } }[];
}

describe('a guard', () => {
  it('refuses exactly what would break a live deployment, and names every one of them, all of which impact tells', async () => {
    const edges = fc.uniqueArray(edge, { maxLength: 14, selector: ({ src, dst, kind }) => `${src} ${dst} ${kind}` });
    await fc.assert(
      fc.asyncProperty(edges, danger, async (drawn, asked) => {
        const own = drawn.filter(({ src, dst }) => src > DEPLOYMENTS[1] || dst > DEPLOYMENTS[1] || src < dst);
        await draw(own);
        const told = await impactOn(asked);

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
        const refused = dependants.map((node) => node.label);
        expect(refused).toEqual(broken(own, asked));
        // A question names one of two names of a dataset, a guard minds both.
        if (!own.some(({ src, kind }) => src === WHOLE && kind === 'SAME_AS'))
          expect(told.map(({ node }) => node.label)).toEqual(expect.arrayContaining(refused));
        const sure = told.filter(({ outcome, exact }) => outcome === 'BREAKS' || exact);
        expect(refused).toEqual(expect.arrayContaining(sure.map(({ node }) => node.label)));
        for (const { extensions } of errors) {
          expect(extensions.code).toBe('FAILED_PRECONDITION');
          expect(refused).toContain((extensions.way as string[]).at(-1));
        }
      }),
      { numRuns: casesOf(60, 1_000) },
    );
  }, 600_000);
});
