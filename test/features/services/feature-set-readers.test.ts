import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ModelSeed } from '../../models/model-seed.js';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

const READERS = `query ($ref: Ref!, $first: Int, $after: String) { featureSet(ref: $ref) { readers(first: $first, after: $after) {
  nodes { reader { label ... on ModelVersion { aliases } } versions { label } } pageInfo { endCursor hasNextPage } } } }`;

interface Page {
  readonly nodes: readonly { readonly reader: { readonly label: string }; readonly versions: readonly object[] }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

async function readersOf(ref: string, first = 50, after: string | null = null): Promise<Page> {
  return (await app.graphql<{ featureSet: { readers: Page } }>(READERS, { ref, first, after })).featureSet.readers;
}

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new ModelSeed(app);
  await seed.featureSet('traffic', ['delay']);
  await seed.featureSet('weather', ['wind']);
  await seed.modelVersion('early', { signature: ['traffic@1:delay', 'weather@1:wind'] });
  await seed.featureSet('traffic', ['delay', 'flights']);
  await app.graphql(
    'mutation { activateFeatureSetVersion(input: { featureSetVersion: "traffic@2" }) { changed } defineFeatureService(input: { name: "served", features: ["traffic@2:flights"] }) { created } }',
  );
  await seed.modelVersion('both', { signature: ['traffic@2:delay', 'traffic@1:delay~origin'] });
  const gone = await seed.modelVersion('gone', { signature: ['traffic@1:delay'] });
  await seed.delete(gone.id);
});

afterAll(() => app.close());

it('tells what reads any version of a feature set, newest first, and which version it reads', async () => {
  const { nodes } = await readersOf('traffic');

  expect(nodes.map(({ reader, versions }) => [reader.label, versions])).toEqual([
    ['both@1', [{ label: 'traffic@1' }, { label: 'traffic@2' }]],
    ['served@1', [{ label: 'traffic@2' }]],
    ['early@1', [{ label: 'traffic@1' }]],
  ]);
});

it('gives page after page what one page gives, in as many statements', async () => {
  const all = (await readersOf('traffic')).nodes;
  const paged: Page['nodes'][number][] = [];
  for (let after: string | null = null; ; ) {
    const page: Page = await readersOf('traffic', 1, after);
    paged.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  const count = async (first: number) => (await recordStatements(app, () => readersOf('traffic', first))).length;

  expect(paged).toEqual(all);
  expect(await count(1)).toBeGreaterThanOrEqual((await count(2)) - 1);
});

it('has none of a set that nobody reads, and refuses what is no cursor', async () => {
  await new ModelSeed(app).featureSet('lonely', ['x']);
  const [error] = await app.graphqlErrors(READERS, { ref: 'traffic', first: 1, after: 'x' });

  expect((await readersOf('lonely')).nodes).toEqual([]);
  expect(error?.extensions.code).toBe('BAD_USER_INPUT');
});
