import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const FEATURES = 100;
const LONG = 'x'.repeat(900_000);
let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, {
    name: 'many',
    features: Array.from({ length: FEATURES }, (_, index) => ({ name: `f${index}`, type: 'INT64' })),
  });
  await seedFeatureSet(app, { name: 'long', features: [{ name: 'text', type: 'STRING' }] });
  await writeRows(app, 'long', [{ airport: 'SEA', text: LONG, event_time: '2026-01-01T00:00:00Z' }]);
});

afterAll(() => app.close());

const keys = (count: number) => ({ airport: Array.from({ length: count }, (_, index) => `K${index}`) });
const aliased = (count: number, selection: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => selection(index)).join('\n');
const ask = async (query: string, variables: Record<string, unknown>) => {
  const { errors } = await app.graphqlAnswer(query, variables);
  return errors?.map(({ message, extensions }) => ({ message, ...extensions }));
};
const refused = (what: string) =>
  expect.objectContaining({ code: 'TOO_COMPLEX', message: expect.stringContaining(what) });

describe('the lookups of one request', () => {
  it('have as many values together as one answer holds, and are refused before more are read', async () => {
    const query = `query ($entities: EntityKeys!) {
      ${aliased(50, (index) => `a${index}: onlineFeatures(features: ["many:*"], entities: $entities) { values statuses eventTimes }`)}
    }`;

    const errors = await ask(query, { entities: keys(4_000) });

    expect(errors?.[0]).toEqual(refused('values together; at most 500000 fit in one answer'));
  });

  it('describe as many columns together as one answer has room for, however few names ask for them', async () => {
    const features = Array.from({ length: 50 }, (_, index) => `many:*~r${index}`);
    const define = 'mutation ($input: DefineFeatureServiceInput!) { defineFeatureService(input: $input) { created } }';
    await app.graphql(define, { input: { name: 'wide', features } });
    const asking = (count: number) =>
      `{ ${aliased(count, (index) => `a${index}: onlineFeatures(service: "wide", entities: []) { columns { ref } }`)} }`;

    expect(await ask(asking(10), {})).toEqual([]);
    expect((await ask(asking(11), {}))?.[0]).toEqual(refused('55000 columns together; at most 50000'));
  });

  it('count in history too, and so do its rows', async () => {
    const spine = keys(10_000).airport.map((airport) => ({ airport, event_time: '2026-01-01T00:00:00Z' }));
    const query = `query ($spine: SpineRows!) {
      ${aliased(11, (index) => `a${index}: historicalFeatures(features: ["many:f0"], spine: $spine) { columns { ref } }`)}
    }`;

    expect((await ask(query, { spine }))?.[0]).toEqual(refused('110000 rows together; at most 100000'));
  });

  it.each([
    [
      'small ones, each by itself',
      (count: number) =>
        aliased(count, (i) => `a${i}: onlineFeatures(features: ["long:*"], entities: $entities) { values }`),
    ],
    [
      'one that is told over and over',
      (count: number) =>
        `onlineFeatures(features: ["long:*"], entities: $entities) { ${aliased(count, (i) => `a${i}: values`)} }`,
    ],
    [
      'as of a time',
      (count: number) =>
        aliased(
          count,
          (i) =>
            `a${i}: onlineFeatures(features: ["long:*"], entities: $entities, asOf: "2026-01-02T00:00:00Z") { values }`,
        ),
    ],
  ])('have as many characters together as one answer holds: %s', async (_, selection) => {
    const query = (count: number) => `query ($entities: EntityKeys!) { ${selection(count)} }`;
    const entities = Array.from({ length: 6 }, () => ({ airport: 'SEA' }));

    expect(await ask(query(10), { entities })).toEqual([]);
    expect((await ask(query(20), { entities }))?.[0]).toEqual(refused('take more than 67108864 characters'));
  });

  it('are not held to it by those of other requests', async () => {
    const query = `query ($entities: EntityKeys!) { onlineFeatures(features: ["many:*"], entities: $entities) { columns { ref } } }`;

    for (let request = 0; request < 3; request++) expect(await ask(query, { entities: keys(4_000) })).toEqual([]);
  });
});
