import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { makeKey } from '../../support/seeds/keys.js';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const PATHS = `query ($from: Ref!, $to: Ref!) {
  lineagePaths(from: $from, to: $to) { complete incompleteBecause hasNext nodes { label } }
}`;

let app: AppUnderTest;
/** Sees both projects. */
let owner: string;
/** Sees `ours` alone. */
let ours: string;

/*   ours: weather@1 ─▶ ours: delays@1 ─▶ ours: late@1
 *   ours: weather@1 ─▶ theirs: storms@1 ─▶ ours: late@1
 *   ours: rain@1 ─▶ theirs: storms@1
 *   ours: alone@1 ─▶ ours: lonely@1                                */
beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(`mutation {
    a: createProject(input: {name: "ours"}) { project { name } }
    b: createProject(input: {name: "theirs"}) { project { name } }
  }`);
  const own = new Seed(app, { project: 'ours' });
  const other = new Seed(app, { project: 'theirs' });
  await own.datasetVersion('weather');
  await own.datasetVersion('rain');
  await other.datasetVersion('storms', { derivedFrom: ['ours::weather', 'ours::rain'] });
  await own.datasetVersion('delays', { derivedFrom: ['weather'] });
  await own.datasetVersion('late', { derivedFrom: ['delays', 'theirs::storms'] });
  await own.datasetVersion('alone');
  await own.datasetVersion('lonely', { derivedFrom: ['alone'] });
  owner = (await makeKey(app, { role: 'OWNER' })).key;
  ours = (await makeKey(app, { role: 'READER', project: 'ours' })).key;
  await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
}, 60_000);

afterAll(() => app.close());

const ask = async (from: string, to: string, as: { key: string; project?: string }) =>
  (
    await app.graphql<{
      lineagePaths: { complete: boolean; incompleteBecause: string | null; nodes: { label: string }[] }[];
    }>(PATHS, { from, to }, as)
  ).lineagePaths.map(({ nodes, ...path }) => ({ ...path, labels: nodes.map(({ label }) => label) }));

describe('paths that lead through another project', () => {
  it('are told to whoever may see it', async () => {
    expect(await ask('weather@1', 'late@1', { key: owner, project: 'ours' })).toMatchObject([
      { complete: true, labels: ['weather@1', 'storms@1', 'late@1'] },
      { complete: true, labels: ['weather@1', 'delays@1', 'late@1'] },
    ]);
  });

  it('are missing for whoever may not, and the others say so', async () => {
    expect(await ask('weather@1', 'late@1', { key: ours })).toEqual([
      { complete: false, incompleteBecause: 'ACCESS', hasNext: false, labels: ['weather@1', 'delays@1', 'late@1'] },
    ]);
  });

  it('are an error where nothing else is left to tell, never an empty list', async () => {
    const error = await app.graphqlError(PATHS, { from: 'rain@1', to: 'late@1' }, { key: ours });

    expect(error.extensions).toMatchObject({ code: 'FORBIDDEN', incompleteBecause: 'ACCESS' });
  });

  it('can only be where both ends have something hidden', async () => {
    expect(await ask('alone@1', 'lonely@1', { key: ours })).toMatchObject([{ complete: true }]);
    // Much is hidden upstream of the one, nothing downstream of the other.
    expect(await ask('alone@1', 'late@1', { key: ours })).toEqual([]);
  });

  it('begin and end at nothing that may not be seen', async () => {
    const error = await app.graphqlError(PATHS, { from: 'storms@1', to: 'late@1' }, { key: ours });

    expect(error.extensions.code).toBe('NOT_FOUND');
  });
});
