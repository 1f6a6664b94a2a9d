import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ModelSeed, SET_ALIAS } from '../model-seed.js';
import { type Expression, expressions, type Facts, fits, type KnownVersion } from './version-oracle.js';

const FIELDS = 'id name owner description createdBy tags { key value }';
const KNOWN = `{
  models(first: 20) { nodes { ${FIELDS} versions(first: 4) { nodes { ${FIELDS} version aliases stage metrics { name value } signature { featureSetVersion { label } } } } } }
}`;
const listOf = (field: string) => `query ($filter: NodeFilter, $orderBy: NodeOrder, $first: Int, $after: String) {
  list: ${field}(filter: $filter, orderBy: $orderBy, first: $first, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } }
}`;

interface KnownModel extends Omit<KnownVersion, 'version'> {
  readonly versions: { readonly nodes: readonly KnownVersion[] };
}

interface Listed {
  readonly list: {
    readonly nodes: readonly { readonly id: string; readonly name: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

let app: AppUnderTest;
let models: readonly KnownModel[];

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new ModelSeed(app);
  await seed.featureSet('traffic', ['x']);
  await seed.featureSet('traffic', ['x', 'y']);
  for (let index = 0; index < 12; index++) await makeModel(index);
  models = (await app.graphql<{ models: { nodes: KnownModel[] } }>(KNOWN)).models.nodes;
  await app.graphql('mutation { createProject(input: { name: "quiet" }) { project { name } } }');
});

afterAll(() => app.close());

async function makeModel(index: number): Promise<void> {
  const seed = new ModelSeed(app, { user: index % 2 === 0 ? 'ada' : 'bob' });
  const name = index === 11 ? 'M%_\\' : `m${index}`;
  for (let version = 0; version <= index % 3; version++) {
    const made = await seed.modelVersion(name, {
      signature: (index + version) % 3 === 0 ? ['traffic@1:x'] : version === 1 ? ['traffic@2:y'] : [],
      metrics: ['auc', 'loss']
        .filter((_, bit) => (index + version + bit) % 3 !== 0)
        .map((metric, place) => ({ name: metric, value: [0.25, 0.5, 1, -1][(index + version + place) % 4] })),
    });
    const tags = [...(index % 2 === 0 ? [{ key: 'k', value: `${version}` }] : []), { key: "it's", value: 'x' }];
    const input = { id: made.id, owner: index % 4 === 0 ? 'ada' : 'bob', tags: tags.slice(index % 3 === 2 ? 1 : 0) };
    await app.graphql('mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { id } } }', {
      input: { ...input, ...(index % 3 === 1 && { description: 'A good one: 100 %.' }) },
    });
    if (version === 1) await app.graphql(SET_ALIAS, { modelVersion: made.id, alias: 'champion' });
    if (index % 4 === 0) await app.graphql(SET_ALIAS, { modelVersion: made.id, alias: 'shadow' });
    if ((index + version) % 4 === 0) await setStage(made.id, version === 0 ? 'Production' : 'Staging');
  }
}

function setStage(modelVersion: string, stage: string): Promise<unknown> {
  return app.graphql('mutation ($input: SetStageInput!) { setStage(input: $input) { modelVersion { id } } }', {
    input: { modelVersion, stage },
  });
}

/** All pages, one after the other. */
async function walk(field: string, filter: Expression, first: number, orderBy = 'NEWEST'): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { list }: Listed = await app.graphql(listOf(field), { filter, first, after, orderBy });
    ids.push(...list.nodes.map(({ id }) => id));
    if (!list.pageInfo.hasNextPage) return ids;
    after = list.pageInfo.endCursor;
  }
}

function factsOf({ versions: { nodes } }: KnownModel): Facts[] {
  const greatest = Math.max(...nodes.map(({ version }) => version));
  return nodes.map((version) => ({ version, newest: version.version === greatest }));
}

const byId = (ids: readonly string[]) => [...ids].sort().reverse();

describe('a filter of filters', () => {
  it('finds the models and the model versions for which it holds, and no others', async () => {
    await fc.assert(
      fc.asyncProperty(expressions, async (filter) => {
        const fitting = models.filter((model) => fits(model, factsOf(model), filter)).map(({ id }) => id);
        const versions = models.flatMap((model) => factsOf(model));
        const fittingVersions = versions.filter((facts) => fits(facts.version, [facts], filter));

        expect(await walk('models', filter, 100)).toEqual(byId(fitting));
        expect(await walk('modelVersions', filter, 100)).toEqual(
          byId(fittingVersions.map(({ version }) => version.id)),
        );
      }),
      { numRuns: casesOf(60, 10_000) },
    );
  });

  it('goes on behind each page where the page before ended, in every order', async () => {
    const filter = { not: { modelVersion: { aliases: ['shadow'] } } };
    for (const order of ['NEWEST', 'OLDEST', 'NAME'])
      expect(await walk('modelVersions', filter, 2, order)).toEqual(await walk('modelVersions', filter, 100, order));
  });

  it('finds what was changed since, and nothing of other projects', async () => {
    expect(await walk('models', { updatedFrom: '2020-01-01T00:00:00Z' }, 100)).toHaveLength(12);
    expect(await walk('models', { updatedBefore: '2020-01-01T00:00:00Z' }, 100)).toEqual([]);
    const { list } = await app.graphql<Listed>(
      listOf('models'),
      { filter: { or: [{ hasTags: [] }] } },
      { project: 'quiet' },
    );
    expect(list.nodes).toEqual([]);
  });

  it.each([
    ['a condition of other nodes', { datasetVersion: { newest: true } }, 'filter.datasetVersion can not be asked'],
    ['a stage that there is not', { not: { modelVersion: { stages: ['Prod'] } } }, 'None, Staging, Production'],
    ['deleted ones, within', { or: [{ includeDeleted: true }] }, 'filter.or[0].includeDeleted'],
    ['a NUL character', { descriptionContains: 'a\0' }, 'NUL'],
    ['too many filters', { or: Array.from({ length: 51 }, () => ({})) }, 'more than 50'],
  ])('refuses %s', async (_what, filter, message) => {
    const [error] = await app.graphqlErrors(listOf('models'), { filter });

    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
    expect(error?.message).toContain(message);
  });
});
