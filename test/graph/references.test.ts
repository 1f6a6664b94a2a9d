import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed, type SeededDatasetVersion } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const VERSION = 'query ($ref: Ref!) { datasetVersion(ref: $ref) { id label } }';
const DATASET = 'query ($ref: Ref!) { dataset(ref: $ref) { id label } }';

let app: AppUnderTest;
let first: SeededDatasetVersion;
let second: SeededDatasetVersion;

beforeAll(async () => {
  app = await startAppUnderTest();
  first = await new Seed(app).datasetVersion('flights');
  second = await first.next();
});

afterAll(() => app.close());

describe('a reference', () => {
  it('names a version by its number', async () => {
    expect(await app.graphql(VERSION, { ref: 'flights@1' })).toEqual({
      datasetVersion: { id: first.id, label: 'flights@1' },
    });
  });

  it('means the newest version where it names none', async () => {
    expect(await app.graphql(VERSION, { ref: 'flights' })).toEqual({
      datasetVersion: { id: second.id, label: 'flights@2' },
    });
  });

  it('means the newest version where it is the id of the dataset', async () => {
    expect(await app.graphql(VERSION, { ref: first.dataset.id })).toMatchObject({ datasetVersion: { id: second.id } });
  });

  it('may be an id', async () => {
    expect(await app.graphql(VERSION, { ref: first.id })).toMatchObject({ datasetVersion: { id: first.id } });
    expect(await app.graphql(DATASET, { ref: first.dataset.id })).toMatchObject({ dataset: { label: 'flights' } });
  });

  it('gives null where one thing is asked for and there is none', async () => {
    expect(await app.graphql(VERSION, { ref: 'flights@9' })).toEqual({ datasetVersion: null });
    expect(await app.graphql(VERSION, { ref: 'trains' })).toEqual({ datasetVersion: null });
    expect(await app.graphql(VERSION, { ref: 'Flights' })).toEqual({ datasetVersion: null });
    expect(await app.graphql(DATASET, { ref: 'flights@1' })).toEqual({ dataset: null });
  });

  it('says which kinds, name and project were looked for where it is needed', async () => {
    const error = await new Seed(app)
      .datasetVersion('x', { derivedFrom: ['trains@2'] })
      .catch((problem: Error) => problem);

    expect(String(error)).toMatch(/NOT_FOUND: No DATASET_VERSION "trains@2" in project "default"/);
  });

  it.each(['flights@', '@1', '"flights', 'flights@1@2', 'a b', 'flights/', '../x', 'flights:delay'])(
    'is refused where it is malformed: %s',
    async (ref) => {
      const error = await app.graphqlError(VERSION, { ref });

      expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', found: ref });
      expect(error.message).toContain('is not a reference');
    },
  );

  it.each([
    ['empty', ''],
    ['a number', 7],
    ['longer than any name', 'x'.repeat(2_049)],
  ])('is refused where it is %s', async (_, ref) => {
    expect((await app.graphqlError(VERSION, { ref })).extensions.code).toBe('BAD_USER_INPUT');
  });

  it('stays within the project, by name and by id', async () => {
    await app.graphql('mutation { createProject(input: { name: "apart" }) { project { name } } }');
    const own = await new Seed(app, { project: 'apart' }).datasetVersion('flights');

    const [byName, byId] = await Promise.all([
      app.graphql(VERSION, { ref: 'flights' }, { project: 'apart' }),
      app.graphql(VERSION, { ref: first.id }, { project: 'apart' }),
    ]);

    expect(byName).toEqual({ datasetVersion: { id: own.id, label: 'flights@1' } });
    expect(byId).toEqual({ datasetVersion: null });
  });

  it('means the node itself, not its newest version, where either would do', async () => {
    const update = 'mutation { updateNode(input: { id: "flights", owner: "ada" }) { node { label } } }';

    expect(await app.graphql(update)).toEqual({ updateNode: { node: { label: 'flights' } } });
  });

  it('is refused where it is ambiguous, with the kinds that it could mean', async () => {
    await new Seed(app).datasetVersion('airport');
    const columns = '[{ name: "airport", type: STRING }]';
    await app.graphql(`mutation { defineEntity(input: { name: "airport", joinKeys: ${columns} }) { created } }`);

    const error = await app.graphqlError(
      'mutation { updateNode(input: { id: "airport", owner: "ada" }) { node { id } } }',
    );

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', found: 'airport' });
    expect(error.message).toMatch(
      /"airport" is ambiguous: it names a (DATASET and ENTITY|ENTITY and DATASET)\. Use the id/,
    );
    expect(await app.graphql(VERSION, { ref: 'airport' })).toMatchObject({ datasetVersion: { label: 'airport@1' } });
  });
});
