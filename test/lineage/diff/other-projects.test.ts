import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelSeed } from '../../models/model-seed.js';
import { eventually } from '../../support/eventually.js';
import { makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import type { RequestAs } from '../../support/service/graphql-client.js';

const DIFF = `{ lineageDiff(from: "model@1", to: "model@2") {
  complete incompleteBecause datasets { label change } nodes { label } edges { kind }
} }`;

let app: AppUnderTest;

interface Diff {
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
  readonly datasets: readonly { readonly label: string; readonly change: string }[];
  readonly nodes: readonly { readonly label: string }[];
}

/*   theirs: secret@1 ─▶ ours: mixed@1 ─▶ ours: model@2, and ours: plain@1 ─▶ ours: model@1     */
beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(`mutation {
    a: createProject(input: {name: "ours"}) { project { name } }
    b: createProject(input: {name: "theirs"}) { project { name } }
  }`);
  const ours = new ModelSeed(app, { project: 'ours' });
  await new ModelSeed(app, { project: 'theirs' }).datasetVersion('secret');
  await ours.datasetVersion('plain');
  await ours.datasetVersion('mixed', { derivedFrom: ['theirs::secret'] });
  await ours.modelVersion('model', { trainedOn: ['plain'] });
  await ours.modelVersion('model', { trainedOn: ['mixed'] });
}, 60_000);

afterAll(() => app.close());

describe('the diff of what was made from something of another project', () => {
  it('leaves that out for whoever may not see it, and says so', async () => {
    const { key } = await makeKey(app, { role: 'OWNER' });
    const reader = (await makeKey(app, { role: 'READER', project: 'ours' })).key;
    await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
    const ask = async (as: RequestAs) => (await app.graphql<{ lineageDiff: Diff }>(DIFF, {}, as)).lineageDiff;

    const whole = await ask({ key, project: 'ours' });
    const part = await ask({ key: reader });

    expect(whole).toMatchObject({ complete: true, incompleteBecause: null });
    expect(whole.datasets.map(({ label }) => label).sort()).toEqual(['mixed', 'plain', 'secret']);
    expect(part).toMatchObject({ complete: false, incompleteBecause: 'ACCESS' });
    expect(part.datasets.map(({ label }) => label).sort()).toEqual(['mixed', 'plain']);
    expect(JSON.stringify(part)).not.toContain('secret');

    // A digest is of the whole, which is told to none but those who may see all of it.
    const frozen = (version: number) =>
      app.graphqlAnswer(
        `{ modelVersion(ref: "model@${version}") { frozenLineage { verify { valid } } } }`,
        {},
        { key: reader },
      );
    expect((await frozen(2)).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await frozen(1)).data).toEqual({ modelVersion: { frozenLineage: { verify: { valid: true } } } });
  });
});
