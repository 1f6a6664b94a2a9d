import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { SET_ALIAS } from '../model-seed.js';
import { AliasSeed, REMOVE_ALIAS } from './alias-seed.js';

let app: AppUnderTest;
let seed: AliasSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new AliasSeed(app);
});

afterAll(() => app.close());

describe('setAlias', () => {
  it('gives a model version a name that references take', async () => {
    await seed.twoVersions('named');

    await seed.setAlias('named@1', 'champion');
    await seed.setAlias('named@champion', 'production.eu');

    const answer = await app.graphql(`{
      modelVersion(ref: "named@champion") { label aliases }
      model(name: "named") { aliases { alias modelVersion { label } } }
    }`);
    expect(answer).toEqual({
      modelVersion: { label: 'named@1', aliases: ['champion', 'production.eu'] },
      model: {
        aliases: [
          { alias: 'champion', modelVersion: { label: 'named@1' } },
          { alias: 'production.eu', modelVersion: { label: 'named@1' } },
        ],
      },
    });
  });

  it('moves the name, and says from where', async () => {
    await seed.twoVersions('moved');
    await seed.setAlias('moved@1', 'champion');

    const { setAlias } = await app.graphql<{ setAlias: unknown }>(SET_ALIAS, {
      modelVersion: 'moved',
      alias: 'champion',
    });

    expect(setAlias).toEqual({
      changed: true,
      previous: { label: 'moved@1' },
      modelVersion: { label: 'moved@2' },
    });
    expect(await seed.labelOf('moved@champion')).toBe('moved@2');
  });

  it('changes nothing when the name points there already', async () => {
    await seed.twoVersions('settled');
    await seed.setAlias('settled@1', 'champion');

    const again = await seed.setAlias('settled@1', 'champion');

    expect(again.changed).toBe(false);
    expect(await seed.history('settled')).toHaveLength(1);
  });

  it('keeps the names of two models apart', async () => {
    await seed.modelVersion('apart_a');
    await seed.modelVersion('apart_b');

    await seed.setAlias('apart_a', 'champion');
    await seed.setAlias('apart_b', 'champion');

    expect([await seed.labelOf('apart_a@champion'), await seed.labelOf('apart_b@champion')]).toEqual([
      'apart_a@1',
      'apart_b@1',
    ]);
  });

  it.each(['4', 'v4', 'Champion', 'a@b', 'a/b', 'a:b', '', 'under__score'])('refuses the name "%s"', async (alias) => {
    await seed.modelVersion('refusing');

    const error = await app.graphqlError(SET_ALIAS, { modelVersion: 'refusing', alias });

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', found: alias });
  });

  it('refuses a version that does not exist', async () => {
    const error = await app.graphqlError(SET_ALIAS, { modelVersion: 'refusing@99', alias: 'champion' });

    expect(error.extensions.code).toBe('NOT_FOUND');
  });

  it('leaves one version named when many callers move the name at once', async () => {
    for (let i = 0; i < 8; i++) await seed.modelVersion('contested');

    await Promise.all(Array.from({ length: 24 }, (_, i) => seed.setAlias(`contested@${(i % 8) + 1}`, 'champion')));

    const stays = (await seed.history('contested')).toReversed();
    const [last] = stays.slice(-1);
    expect(await seed.labelOf('contested@champion')).toBe(last?.modelVersion.label);
    expect(stays.filter((stay) => stay.validTo === null)).toHaveLength(1);
    // Each stay begins when the one before it ends, so at no time did the name point to two versions, or nowhere.
    expect(stays.slice(1).map((stay) => stay.validFrom)).toEqual(stays.slice(0, -1).map((stay) => stay.validTo));
    for (const stay of stays)
      expect(await seed.aliasAt('contested', 'champion', stay.validFrom)).toBe(stay.modelVersion.label);
  });
});

describe('removeAlias', () => {
  it('makes the name resolve to nothing, and does no more when done twice', async () => {
    await seed.modelVersion('bare');
    await seed.setAlias('bare', 'champion');

    const first = await app.graphql(REMOVE_ALIAS, { model: 'bare', alias: 'champion' });
    const second = await app.graphql(REMOVE_ALIAS, { model: 'bare', alias: 'champion' });

    expect([first, second]).toEqual([
      { removeAlias: { changed: true, previous: { label: 'bare@1' } } },
      { removeAlias: { changed: false, previous: null } },
    ]);
    expect(await seed.labelOf('bare@champion')).toBeNull();
  });

  it('says NOT_FOUND for a name that the model never had', async () => {
    await seed.modelVersion('never_named');
    await seed.setAlias('never_named@1', 'champion');

    const error = await app.graphqlError(REMOVE_ALIAS, { model: 'never_named', alias: 'champoin' });

    expect(error.message).toBe(
      'The model "never_named" never had an alias "champoin"; it has champion. Did you mean "champion"?',
    );
    expect(error.extensions.code).toBe('NOT_FOUND');
  });
});
