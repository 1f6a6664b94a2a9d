import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NASTY_NAMES } from '../graph/names/nasty-names.js';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { Seed, type SeededDatasetVersion } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const COLUMN = 'query ($ref: Ref!) { datasetColumn(ref: $ref) { ref name type datasetVersion { label } } }';
const SOURCES =
  'query ($ref: Ref!) { featureSetVersion(ref: $ref) { sources { feature datasetVersion { label } columns columnRefs } } }';
const PUBLISH = 'mutation ($set: PublishFeatureSetInput!) { publishFeatureSet(input: $set) { created } }';
const SPELLINGS = ['cafe\u0301', ' padded ', 'two\nlines'];

let app: AppUnderTest;
let flights: SeededDatasetVersion;
let odd: SeededDatasetVersion;
let published = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new Seed(app);
  flights = await seed.datasetVersion('flights');
  await flights.next({ columns: [{ name: 'delay', type: 'FLOAT64' }] });
  odd = await seed.datasetVersion('odd "columns"', {
    columns: [...NASTY_NAMES, ...SPELLINGS].map((name) => ({ name, type: 'STRING' })),
  });
  await seedFeatureSet(app, { name: 'traffic', features: [{ name: 'mean_delay', type: 'FLOAT64' }] });
});

afterAll(() => app.close());

function setOf(source: object): object {
  const features = [{ name: 'constructor', type: 'STRING', sources: [source] }];
  return { name: `set_${++published}`, entity: 'airport', features };
}

async function sourcesOf(source: object): Promise<unknown> {
  await app.graphql(PUBLISH, { set: setOf(source) });
  const found = await app.graphql<{ featureSetVersion: { sources: unknown } }>(SOURCES, { ref: `set_${published}` });
  return found.featureSetVersion.sources;
}

describe('a column of a dataset version', () => {
  it('is a reference: of a version, of the newest, and by id', async () => {
    const ask = async (ref: string) => (await app.graphql<{ datasetColumn: unknown }>(COLUMN, { ref })).datasetColumn;
    const first = { ref: 'flights@1:delay', name: 'delay', type: 'INT64', datasetVersion: { label: 'flights@1' } };

    expect(await ask('flights@1:delay')).toEqual(first);
    expect(await ask(`${flights.id}:delay`)).toEqual(first);
    expect(await ask('flights:delay')).toMatchObject({ ref: 'flights@2:delay', type: 'FLOAT64' });
    expect(await ask('flights@1:arrival')).toBeNull();
    expect(await ask('flights@7:delay')).toBeNull();
    expect(await ask('traffic:mean_delay')).toBeNull();
  });

  it.each(['flights', 'flights@1', 'flights@1:*', 'flights@1:', 'flights@1:a:b', 'flights@1:"a'])(
    'is not named by %s',
    async (ref) => {
      const { message, extensions } = await app.graphqlError(COLUMN, { ref });

      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', found: ref });
      expect(message).toContain('is not a reference to a column');
      expect(message).toContain('such as "flights@3:delay"');
    },
  );

  it.each([...NASTY_NAMES, ...SPELLINGS])('may be called %j', async (name) => {
    const read = 'query ($ref: Ref!) { datasetVersion(ref: $ref) { columns { name ref } } }';
    const { datasetVersion } = await app.graphql<{ datasetVersion: { columns: { name: string; ref: string }[] } }>(
      read,
      { ref: odd.label },
    );
    const ref = datasetVersion.columns.find((column) => column.name === name)?.ref ?? '';

    expect(await app.graphql(COLUMN, { ref })).toMatchObject({ datasetColumn: { name, ref } });
    expect(await sourcesOf({ dataset: ref })).toEqual([
      { feature: 'constructor', datasetVersion: { label: odd.label }, columns: [name], columnRefs: [ref] },
    ]);
  });

  it('is found however its letters are composed', async () => {
    const { datasetColumn } = await app.graphql<{ datasetColumn: object }>(COLUMN, { ref: `${odd.label}:caf\u00e9` });

    expect(datasetColumn).toMatchObject({ name: 'cafe\u0301' });
  });
});

describe('a source of a feature', () => {
  it('is a column, all columns, or some by name, pinned', async () => {
    const datasetVersion = { label: 'flights@2' };
    const one = { feature: 'constructor', datasetVersion, columns: ['delay'], columnRefs: ['flights@2:delay'] };

    expect(await sourcesOf({ dataset: 'flights:delay' })).toEqual([one]);
    expect(await sourcesOf({ dataset: 'flights', columns: ['delay'] })).toEqual([one]);
    expect(await sourcesOf({ dataset: 'flights@1:*' })).toMatchObject([{ columns: ['delay', 'origin'] }]);
  });

  it.each([
    [
      { dataset: 'flights@1:dealy' },
      'NOT_FOUND',
      'flights@1 has no column "dealy"; it has origin, delay. Did you mean "delay"?',
    ],
    [{ dataset: 'flights@1', columns: ['x'] }, 'NOT_FOUND', 'flights@1 has no column "x"'],
    [{ dataset: 'traffic:mean_delay' }, 'NOT_FOUND', "There is a FEATURE_SET of that name, which doesn't fit here"],
    [{ dataset: 'flight@1:delay' }, 'NOT_FOUND', 'Did you mean "flights@1"?'],
    [{ dataset: 'flights@1' }, 'BAD_USER_INPUT', 'it has neither'],
    [{ dataset: 'flights@1:delay', columns: ['delay'] }, 'BAD_USER_INPUT', 'it has both'],
    [{ dataset: 'flights@1:' }, 'BAD_USER_INPUT', 'nothing stands after ":"'],
  ])('says what is wrong with %j', async (source, code, says) => {
    const { message, extensions } = await app.graphqlError(PUBLISH, { set: setOf(source) });

    expect(extensions.code).toBe(code);
    expect(message).toContain(says);
  });
});
