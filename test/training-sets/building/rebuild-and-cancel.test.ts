import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { beginTrainingSet, createTrainingSet, jobEnded, rebuildTrainingSet } from '../training-client.js';
import { at, fresh, SPINE, twoSets } from '../two-sets.js';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

describe('a rebuild', () => {
  it('gives the same digest, whatever was written since', async () => {
    const { delays } = await twoSets(app);
    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('rebuilt'),
      features: [`${delays}:*`],
      spine: SPINE,
    });
    await writeRows(app, delays, [{ airport: 'SEA', mean: 99, worst: 99, event_time: at(3) }]);

    const job = await rebuildTrainingSet(app, datasetVersion?.label ?? '');

    expect(job).toMatchObject({
      status: 'SUCCEEDED',
      rebuild: { matches: true, digest: datasetVersion?.trainingSet.digest, firstDifferentRow: null },
    });
  });

  it('finds out when history was changed behind its back', async () => {
    const { delays } = await twoSets(app);
    const { datasetVersion } = await createTrainingSet(app, {
      name: fresh('tampered'),
      features: [`${delays}:*`],
      spine: SPINE,
    });
    const [{ storage }] = await app.database.dataSource.query(
      'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
      [delays],
    );
    await app.database.dataSource.query(
      `update feature_history_${storage} set "values" = '[2.5,10]' where event_time = $1`,
      [at(1)],
    );

    const job = await rebuildTrainingSet(app, datasetVersion?.label ?? '');

    expect(job.rebuild).toMatchObject({ matches: false, firstDifferentRow: 1 });
  });

  it('is for training sets alone', async () => {
    const name = fresh('plain');
    await app.graphql(
      `mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }`,
      { input: { dataset: name, location: 's3://b/c', digest: 'sha256:1', columns: [] } },
    );

    await expect(rebuildTrainingSet(app, `${name}@1`)).rejects.toThrow('is no training set');
    expect((await fetch(`${url}/v1/training-sets/${name}@1`)).status).toBe(412);
    expect((await fetch(`${url}/v1/training-sets/unknown_set`)).status).toBe(404);
  });
});

describe('a job', () => {
  it('that is cancelled leaves nothing', async () => {
    const { delays } = await twoSets(app);
    const spine = Array.from({ length: 12_000 }, (_, hour) => ({ airport: 'SEA', event_time: at(hour % 24), n: hour }));
    const { id } = await beginTrainingSet(app, { name: fresh('cancelled'), features: [`${delays}:*`], spine });

    await app.graphql(
      'mutation ($input: CancelTrainingSetInput!) { cancelTrainingSet(input: $input) { job { id } } }',
      {
        input: { job: id },
      },
    );
    const job = await jobEnded(app, id);

    expect(job).toMatchObject({ status: 'CANCELLED', datasetVersion: null });
    expect(await app.database.dataSource.query('select from training_set where job_id = $1', [id])).toHaveLength(0);
    await expect(
      app.graphql('mutation ($input: CancelTrainingSetInput!) { cancelTrainingSet(input: $input) { job { id } } }', {
        input: { job: id },
      }),
    ).rejects.toThrow('CANCELLED already');
  });

  it('of another project is not seen', async () => {
    const { delays } = await twoSets(app);
    const { id } = await createTrainingSet(app, { name: fresh('mine'), features: [`${delays}:*`], spine: SPINE });

    const { trainingSetJob } = await app.graphql<{ trainingSetJob: unknown }>(
      'query ($id: String!) { trainingSetJob(id: $id) { id } }',
      { id: `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}` },
    );

    expect(trainingSetJob).toBeNull();
  });
});
