import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelSeed } from '../../models/model-seed.js';
import { eventually } from '../../support/eventually.js';
import { makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import type { RequestAs } from '../../support/service/graphql-client.js';

const IMPACT =
  '{ impact(of: ["flights"]) { complete incompleteBecause count affected { node { label } path { label } } } }';

interface Impact {
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
  readonly count: number;
  readonly affected: readonly { readonly node: { readonly label: string } }[];
}

let app: AppUnderTest;

/*   ours: flights@1 ─▶ ours: model@1, and ours: flights@1 ─▶ theirs: copied@1 ─▶ theirs: secret@1 (a model)     */
beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(`mutation {
    a: createProject(input: {name: "ours"}) { project { name } }
    b: createProject(input: {name: "theirs"}) { project { name } }
  }`);
  const ours = new ModelSeed(app, { project: 'ours' });
  const theirs = new ModelSeed(app, { project: 'theirs' });
  await ours.datasetVersion('flights');
  await ours.modelVersion('model', { trainedOn: ['flights'] });
  await theirs.datasetVersion('copied', { derivedFrom: ['ours::flights'] });
  await theirs.modelVersion('secret', { trainedOn: ['copied'] });
}, 60_000);

afterAll(() => app.close());

describe('the impact on another project', () => {
  it('is not told to whoever may not see it, who is told that there may be more', async () => {
    const { key } = await makeKey(app, { role: 'OWNER' });
    const reader = (await makeKey(app, { role: 'READER', project: 'ours' })).key;
    await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
    const ask = async (as: RequestAs) => (await app.graphql<{ impact: Impact }>(IMPACT, {}, as)).impact;

    expect(await ask({ key: reader })).toMatchObject({
      complete: false,
      incompleteBecause: 'ACCESS',
      count: 1,
      affected: [{ node: { label: 'model@1' } }],
    });
    expect(await ask({ key, project: 'ours' })).toMatchObject({ complete: true, incompleteBecause: null, count: 2 });
  });
});
