import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet } from '../../training-sets/training-client.js';
import { ask, startRun } from './ask.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, {
    name: 'traffic',
    features: [
      { name: 'n', type: 'INT64' },
      { name: 'mean', type: 'FLOAT64' },
    ],
  });
  await writeRows(app, 'traffic', [{ airport: 'SEA', n: 7, mean: 1.5, event_time: '2026-01-01T00:00:00Z' }]);
  const spine = [{ airport: 'SEA', event_time: '2026-01-02T00:00:00Z' }];
  await createTrainingSet(app, { name: 'delays', features: ['traffic:mean', 'traffic:n'], spine });
});

afterAll(() => app.close());

describe('a model that was trained by MLflow on a training set of Headwater', () => {
  it('has the features of that set as its signature, by which they are served', async () => {
    const run = await startRun(app, { run_name: 'trained' });
    const source = JSON.stringify({ url: 'http://headwater.example/v1/training-sets/delays%401' });
    const dataset = { name: 'rows', digest: '6725f308', source_type: 'http', source };
    const tags = [{ key: 'mlflow.data.context', value: 'training' }];
    await ask(app, 'runs/log-inputs', { run_id: run, datasets: [{ tags, dataset }] });
    await ask(app, 'runs/log-metric', { run_id: run, key: 'rmse', value: 0.5, timestamp: 1_700_000_000_000 });
    await ask(app, 'registered-models/create', { name: 'late' });
    await ask(app, 'model-versions/create', { name: 'late', source: `runs:/${run}/model`, run_id: run });

    const served = await app.http.inject({
      method: 'POST',
      url: '/v1/features',
      payload: { model: 'late@1', entities: [{ airport: 'SEA' }] },
    });
    expect(served.json()).toMatchObject({
      values: [[1.5, 7]],
      statuses: [['EXPIRED', 'EXPIRED']].map(() => expect.anything()),
    });
    const { modelVersion } = await app.graphql<{ modelVersion: object }>(
      `{ modelVersion(ref: "late@1") {
           run { name } metrics { name value } trainedOn { label } signature { ref }
           upstream(depth: 10, kinds: [DATASET_VERSION, FEATURE_SET_VERSION]) { nodes { node { label } } }
         } }`,
    );
    expect(modelVersion).toMatchObject({
      run: { name: 'trained' },
      metrics: [{ name: 'rmse', value: 0.5 }],
      trainedOn: [{ label: 'delays@1' }],
      signature: [{ ref: 'traffic@1:mean' }, { ref: 'traffic@1:n' }],
    });
  });
});
