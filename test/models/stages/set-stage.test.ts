import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ModelSeed } from '../model-seed.js';

let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
});

afterAll(() => app.close());

const SET = `mutation ($input: SetStageInput!) {
  setStage(input: $input) { changed previous archived { label } modelVersion { stage } } }`;

const setStage = (input: object, user = 'ann') => app.graphql(SET, { input }, { user });
const refusal = async (document: string, variables = {}) => (await app.graphqlAnswer(document, variables)).errors[0];

describe('a stage', () => {
  it('is None at first, and holds what is moved there', async () => {
    await seed.modelVersion('m');
    expect(await setStage({ modelVersion: 'm@1', stage: 'Staging', reason: 'to try it' })).toEqual({
      setStage: { changed: true, previous: 'None', archived: [], modelVersion: { stage: 'Staging' } },
    });
    expect(await setStage({ modelVersion: 'm@1', stage: 'Staging' })).toMatchObject({ setStage: { changed: false } });
  });

  it('is left by the others for the last one, if asked', async () => {
    for (const _ of [1, 2, 3]) await seed.modelVersion('full');
    await setStage({ modelVersion: 'full@1', stage: 'Production' });
    await setStage({ modelVersion: 'full@2', stage: 'Production' });

    const moved = await setStage({ modelVersion: 'full@3', stage: 'Production', archiveOthers: true });

    expect(moved).toMatchObject({ setStage: { archived: [{ label: 'full@2' }, { label: 'full@1' }] } });
    expect(
      await app.graphql(
        '{ model(ref: "full") { a: inStage(name: "Archived") { label } p: inStage(name: "Production") { label } } }',
      ),
    ).toEqual({ model: { a: [{ label: 'full@2' }, { label: 'full@1' }], p: [{ label: 'full@3' }] } });
  });

  it('that the project has not is refused, with those that it has', async () => {
    await seed.modelVersion('odd');
    const error = await refusal(SET, { input: { modelVersion: 'odd@1', stage: 'production' } });
    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
    expect(error?.message).toContain('None, Staging, Production, Archived. Did you mean "Production"?');
  });

  it('holds one version when several enter at once and archive the others', async () => {
    for (const _ of [1, 2, 3, 4]) await seed.modelVersion('race');
    await Promise.all(
      [1, 2, 3, 4].map((n) => setStage({ modelVersion: `race@${n}`, stage: 'Production', archiveOthers: true })),
    );
    const { model } = await app.graphql<{ model: { inStage: unknown[] } }>(
      '{ model(ref: "race") { inStage(name: "Production") { label } } }',
    );
    expect(model.inStage).toHaveLength(1);
  });
});

describe('the stages of a project', () => {
  const DEFINE =
    'mutation ($stages: [StageInput!]!) { defineStages(input: { stages: $stages }) { changed stages { name } } }';
  const named = (...names: string[]) => ({ stages: names.map((name) => ({ name })) });

  it('are its own, in its order, and never lack one that a version is in', async () => {
    await seed.modelVersion('kept');
    await setStage({ modelVersion: 'kept@1', stage: 'Staging' });
    const error = await refusal(DEFINE, named('New', 'Gone'));
    expect(error?.extensions).toMatchObject({ code: 'FAILED_PRECONDITION', field: 'stages' });
    expect(error?.message).toMatch(/\d+ in "Staging"/);

    const list = ['New', 'Staging', 'Canary', 'Production', 'Archived'];
    const before = new Date().toISOString();
    expect(await app.graphql(DEFINE, named(...list))).toMatchObject({ defineStages: { changed: true } });
    expect(await app.graphql(DEFINE, named(...list))).toMatchObject({ defineStages: { changed: false } });

    await seed.modelVersion('later');
    expect(
      await app.graphql(
        'query ($at: DateTime!) { now: stages { name } earlier: stages(asOf: $at) { name } modelVersion(ref: "later@1") { stage was: stage(asOf: $at) } }',
        { at: before },
      ),
    ).toMatchObject({
      now: list.map((name) => ({ name })),
      earlier: [{ name: 'None' }, { name: 'Staging' }, { name: 'Production' }, { name: 'Archived' }],
      modelVersion: { stage: 'New', was: 'None' },
    });
  });

  it.each([
    ['one alone', ['None'], 'at least two'],
    ['a name twice', ['None', 'none'], 'stands twice'],
    ['an empty name', ['None', ''], 'stages[1].name'],
  ])('are refused with %s', async (_, list, message) => {
    const error = await refusal(DEFINE, named(...list));
    expect(error?.message).toContain(message);
  });
});
