import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELETE_NODE, ModelSeed } from '../models/model-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const UPDATE = 'mutation ($id: Ref!) { updateNode(input: { id: $id, owner: "ada" }) { node { id } } }';
const LOOKUP = 'query ($ref: Ref!) { onlineFeatures(features: [$ref], entities: [{ airport: "SEA" }]) { values } }';
const ALIAS = 'mutation ($id: Ref!) { setAlias(input: { modelVersion: $id, alias: "x" }) { changed } }';

let app: AppUnderTest;
let seed: ModelSeed;
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
  await seed.featureSet('airport_traffic', ['mean_delay_3h', 'departures_3h']);
  await seed.featureSet('weather_daily', ['wind']);
  for (const feature of ['mm', 'cm', 'inch']) await seed.featureSet('rain', [feature]);
  for (let i = 0; i < 3; i++) await seed.modelVersion('flight_delay');
  await seed.setAlias('flight_delay@2', 'champion');
  await seed.setAlias('flight_delay@3', 'challenger');
  await seed.datasetVersion('flights');
  const start = 'mutation { startRun(input: { type: OTHER, name: "nightly" }) { run { id } } }';
  ids.run = (await app.graphql<{ startRun: { run: { id: string } } }>(start)).startRun.run.id;
});

afterAll(() => app.close());

async function missing(query: string, variables: Record<string, unknown>) {
  const { message, extensions } = await app.graphqlError(query, variables);
  expect(extensions.code).toBe('NOT_FOUND');
  return { message, suggestions: extensions.suggestions };
}

describe('a reference to nothing says what there is', () => {
  it.each([
    ['airport_trafic:mean_delay_3h', 'Did you mean "airport_traffic"?'],
    ['rian@3:mm', 'Did you mean "rain@3"?'],
    ['rian@9:mm', 'Did you mean "rain"?'],
    ['arain:mm', 'Did you mean "rain"?'],
    ['traffic:mm', 'Did you mean "airport_traffic"?'],
    ['rain@9:mm', 'rain has the versions 1 to 3.'],
    ['Rain:mm', 'Did you mean "rain"?'],
    ['rain@champ:mm', 'rain has the versions 1 to 3 and no alias.'],
    ['flights:delay', 'There is a DATASET of that name'],
    ['flights@7:delay', 'There is a DATASET "flights", which'],
    ['zzzzzzzzzz:mm', 'There are "airport_traffic", "rain", "weather_daily".'],
    ['rain:inhc', 'rain@3 has no feature "inhc"; it has inch. Did you mean "inch"?'],
    ['rain:Inch', 'Did you mean "inch"?'],
  ])('for a feature: %s', async (ref, says) => {
    expect((await missing(LOOKUP, { ref })).message).toContain(says);
  });

  it.each([
    ['flight_delay@9', 'flight_delay has the versions 1 to 3 and the aliases challenger, champion.', undefined],
    ['flight_delay@champ', 'Did you mean "flight_delay@champion"?', ['flight_delay@champion']],
    ['fligth_delay@champion', 'Did you mean "flight_delay@champion"?', ['flight_delay@champion']],
    ['rain@1', 'There is a FEATURE_SET_VERSION of that name', undefined],
  ])('for a model version: %s', async (id, says, suggestions) => {
    const said = await missing(ALIAS, { id });

    expect(said.message).toContain(says);
    expect(said.suggestions).toEqual(suggestions);
  });

  it('for a name in capitals', async () => {
    const said = await missing(UPDATE, { id: 'WEATHER_DAILY' });

    expect(said).toMatchObject({ suggestions: ['weather_daily'] });
  });

  it('for an id, a broken id and the name of a run', async () => {
    const run = ids.run ?? '';

    expect((await missing(ALIAS, { id: run })).message).toContain('There is a RUN with that id');
    expect((await missing(UPDATE, { id: run.slice(0, -1) })).message).toContain('an id has 26');
    expect((await missing(UPDATE, { id: 'run_01kaywm7ycf0sva0ck3j6ttqzz' })).message).toContain(
      'No node of the project',
    );
    expect(await missing(UPDATE, { id: 'nightly' })).toMatchObject({ suggestions: [run] });
  });

  it.each([
    ['weather daily', 'a space stands within a name (character 8), and a name that has one is written in quotes'],
    ['weather daily', 'as one name it is written "weather daily". Did you mean "weather_daily"?'],
    ['weather"daily', 'a quotation mark stands within a name (character 8)'],
    ['"weather', 'the quotation mark (character 1) is never closed'],
    ['weather\u202edaily', 'has the control character U+202E at place 8'],
    ['Production/x', 'has capital letters, and names of environments and deployments are lower case'],
    ['rain@', 'nothing stands after "@". Did you mean "rain"?'],
    ['rain@1@2', '"@" stands in it more than once'],
    ['rain:mm', '":" stands before a feature or a column, and here a whole node is meant, such as "rain"'],
    ['a/b/c', '"/" stands in it more than once'],
    ['production/x@1', 'a deployment has no version'],
    ['7days/x', `the name "7days" doesn't begin with a letter`],
    [' rain', 'a space stands at its beginning or end'],
    ['rain@V1', '"V1" after "@" is neither a version such as 3 nor an alias'],
  ])('and a malformed one which part is wrong: %s', async (id, says) => {
    const { message, extensions } = await app.graphqlError(UPDATE, { id });

    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', found: id });
    expect(message).toContain(`"${id}" is not a reference: `);
    expect(message).toContain(says);
    expect(message).toContain('such as "flights"');
  });
});

describe('a reference to something deleted says by whom, when and why', () => {
  const today = new Date().toISOString().slice(0, 10);
  const remove = (id: string, reason?: string) =>
    app.graphql(
      'mutation ($i: DeleteNodeInput!) { deleteNode(input: $i) { node { id } } }',
      { i: { id, reason } },
      { user: 'eve' },
    );

  it('by its name, its id, an alias, a feature, and what it belonged to', async () => {
    await seed.featureSet('snow', ['depth']);
    const model = await seed.modelVersion('snow_delay', { signature: ['snow:depth'] });
    await seed.setAlias('snow_delay@1', 'champion');
    await remove('snow@1', 'melted.');
    await remove('snow_delay@1', 'too cold');

    const set = `FEATURE_SET_VERSION "snow@1" was deleted by eve on ${today}: melted.`;
    const version = `MODEL_VERSION "snow_delay@1" was deleted by eve on ${today}: too cold.`;
    expect((await missing(LOOKUP, { ref: 'snow@1:depth' })).message).toContain(set);
    expect((await missing(LOOKUP, { ref: 'snow:depth' })).message).toContain(`snow has no version any more: ${set}`);
    for (const id of ['snow_delay@1', model.id, 'snow_delay@champion'])
      expect((await missing(ALIAS, { id })).message).toContain(version);
    const { extensions } = await app.graphqlError(DELETE_NODE, { id: model.id });
    expect(extensions).toMatchObject({ deleted: model.id, deletion: { by: 'eve', reason: 'too cold' } });
  });

  it('until its name means something new', async () => {
    await seed.datasetVersion('hail');
    await remove('hail');
    expect((await missing(UPDATE, { id: 'hail' })).message).toContain(`DATASET "hail" was deleted by eve on ${today}.`);
    const again = await seed.datasetVersion('hail');

    expect(await app.graphql(UPDATE, { id: 'hail' })).toEqual({ updateNode: { node: { id: again.dataset.id } } });
  });
});
