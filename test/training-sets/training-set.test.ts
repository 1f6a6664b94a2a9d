import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, rowsOf } from './training-client.js';
import { at, fresh, SPINE, twoSets } from './two-sets.js';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

describe('a training set', () => {
  it('has every spine row in order, duplicates included, with the values of its time; misses and expired values are null', async () => {
    const { delays, routes } = await twoSets(app);

    const job = await createTrainingSet(app, {
      name: fresh('joined'),
      features: [`${delays}:*`, `${routes}:carrier`, `${routes}:flights`],
      spine: SPINE,
    });

    expect(job).toMatchObject({ status: 'SUCCEEDED', progress: 1, error: null, created: true });
    const label = job.datasetVersion?.label ?? '';
    const route = { carrier: 'A, "B"\\', flights: 7 };
    const none = { carrier: null, flights: null };
    expect(await rowsOf(url, label)).toEqual([
      { ...SPINE[0], mean: 1.5, worst: 10, ...route },
      { ...SPINE[1], mean: 1.5, worst: 10, ...route },
      { ...SPINE[2], mean: null, worst: 20, ...none },
      { ...SPINE[3], mean: null, worst: null, ...route },
      { ...SPINE[4], mean: null, worst: null, ...none },
    ]);
  });

  it('says what it was made of, and how much of each feature was found', async () => {
    const { delays, routes } = await twoSets(app);

    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('counted'),
      features: [`${delays}:mean`, `${routes}:flights`],
      spine: SPINE,
    });

    expect(datasetVersion?.rowCount).toBe(5);
    expect(datasetVersion?.trainingSet.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(datasetVersion?.digest).toBe(datasetVersion?.trainingSet.digest);
    expect(datasetVersion?.trainingSet).toMatchObject({
      rowCount: 5,
      rebuildable: true,
      knownAt: 'NOW',
      download: `/v1/training-sets/${datasetVersion?.label}`,
      spineColumns: [
        { name: 'airport', type: 'STRING' },
        { name: 'destination', type: 'STRING' },
        { name: 'event_time', type: 'TIMESTAMP' },
        { name: 'late', type: 'BOOL' },
      ],
      featureSetVersions: [{ label: delays }, { label: routes }],
      features: [
        { column: 'mean', ref: `${delays}:mean`, present: 2, nulls: 2, notFound: 1, expired: 0 },
        { column: 'flights', ref: `${routes}:flights`, present: 3, nulls: 0, notFound: 2, expired: 0 },
      ],
    });
  });

  it('is a dataset version in lineage, downstream of its feature set versions, made by a run', async () => {
    const { delays } = await twoSets(app);
    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('lineage'),
      features: [`${delays}:*`],
      spine: SPINE,
    });

    const { lineage } = await app.graphql<{ lineage: { nodes: { node: { label: string; kind: string } }[] } }>(
      `query ($of: [Ref!]!) { lineage(of: $of, depth: 2) { nodes { node { label kind } } } }`,
      { of: [datasetVersion?.label] },
    );

    const labels = lineage.nodes.map(({ node }) => node.label);
    expect(labels).toContain(delays);
    expect(lineage.nodes.some(({ node }) => node.kind === 'RUN')).toBe(true);
  });

  it('names columns that several sets have after their set', async () => {
    const one = await seedFeatureSet(app, { name: fresh('one'), features: [{ name: 'n', type: 'INT64' }] });
    const two = await seedFeatureSet(app, { name: fresh('two'), features: [{ name: 'n', type: 'INT64' }] });

    const job = await createTrainingSet(app, {
      name: fresh('clash'),
      features: [`${one}:*`, `${two}:*`],
      spine: SPINE,
    });

    expect(job.datasetVersion?.trainingSet.features.map(({ column }) => column)).toEqual([
      `${one.split('@')[0]}__n`,
      `${two.split('@')[0]}__n`,
    ]);
  });

  it('with the same content as the newest version is that version', async () => {
    const { delays } = await twoSets(app);
    const input = { name: fresh('same'), features: [`${delays}:*`], spine: SPINE };

    const first = await createTrainingSet(app, input);
    const again = await createTrainingSet(app, input);

    expect(again).toMatchObject({ status: 'SUCCEEDED', created: false });
    expect(again.datasetVersion?.label).toBe(first.datasetVersion?.label);
    expect(await rowsOf(url, again.datasetVersion?.label ?? '')).toHaveLength(5);
  });

  it('knows nothing that was ingested after the spine row where only what was known then counts', async () => {
    const { delays } = await twoSets(app);
    const later = { airport: 'SEA', event_time: '2999-01-01T00:00:00Z' };
    const set = await seedFeatureSet(app, { name: fresh('known'), features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [{ airport: 'SEA', n: 1, event_time: at(1) }]);

    const job = await createTrainingSet(app, {
      name: fresh('event'),
      features: [`${set}:n`, `${delays}:worst`],
      spine: [{ airport: 'SEA', event_time: at(2) }, later],
      knownAt: 'EVENT',
    });

    const rows = await rowsOf(url, job.datasetVersion?.label ?? '');
    expect(rows.map(({ n }) => n)).toEqual([null, 1]);
  });
});
