import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DELETE_NODE } from '../models/model-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { bindingsOf, DEPLOY, DeploymentSeed, sharesOf } from './deployment-seed.js';

let app: AppUnderTest;
let seed: DeploymentSeed;
let count = 0;

/** Names of one chain: dataset → feature set → model version → deployment. */
let names: { dataset: string; set: string; model: string; environment: string; deployment: string };

/** Ids of what trained it. */
let training: { run: string; experiment: string };

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
});

afterAll(() => app.close());

beforeEach(async () => {
  const n = ++count;
  names = {
    dataset: `raw_${n}`,
    set: `set_${n}`,
    model: `model_${n}`,
    environment: `env_${n}`,
    deployment: `env_${n}/d`,
  };
  await seed.datasetVersion(names.dataset);
  await seed.datasetVersion(`labels_${n}`);
  await seed.featureSet(names.set, ['speed'], [{ dataset: names.dataset, columns: ['delay'] }]);
  const { startRun } = await app.graphql<{ startRun: { run: { id: string; experiment: { id: string } } } }>(
    'mutation ($name: String!) { startRun(input: { type: TRAINING, experiment: $name }) { run { id experiment { id } } } }',
    { name: `experiment_${n}` },
  );
  training = { run: startRun.run.id, experiment: startRun.run.experiment.id };
  const given = { signature: [`${names.set}:*`], trainedOn: [`labels_${n}`], run: training.run };
  await seed.modelVersion(names.model, given);
});

function refusal(): Promise<{ message: string; extensions: { code: string } }> {
  const bindings = bindingsOf({ [`${names.model}@1`]: 100 });
  return app.graphqlError(DEPLOY, { input: { deployment: names.deployment, createEnvironment: true, bindings } });
}

describe('deleteNode', () => {
  it('refuses everything that a live deployment depends on, and names the deployment', async () => {
    await seed.deploy(names.deployment, { [`${names.model}@1`]: 100 });
    const { dataset, set, model, environment, deployment } = names;
    const data = [dataset, `${dataset}@1`, `labels_${count}`, set, `${set}@1`];
    const made = [training.run, training.experiment, model, `${model}@1`, environment, deployment];

    for (const id of [...data, ...made]) {
      const { extensions } = await app.graphqlError(DELETE_NODE, { id });
      expect(extensions).toMatchObject({ code: 'FAILED_PRECONDITION', dependants: [{ label: deployment }] });
    }
  });

  it('answers more callers at once than there are connections', async () => {
    await seed.deploy(names.deployment, { [`${names.model}@1`]: 100 });

    const errors = await Promise.all(
      Array.from({ length: 24 }, () => app.graphqlError(DELETE_NODE, { id: names.set })),
    );

    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['FAILED_PRECONDITION']));
  });

  it('refuses what a share of 0 depends on', async () => {
    await seed.modelVersion(names.model, { signature: [] });
    await seed.deploy(names.deployment, { [`${names.model}@1`]: 0, [`${names.model}@2`]: 100 });

    const error = await app.graphqlError(DELETE_NODE, { id: names.set });

    expect(error.extensions.code).toBe('FAILED_PRECONDITION');
  });

  it('allows what nothing live depends on any more, after undeploy or another deploy', async () => {
    await seed.modelVersion(names.model, { signature: [] });
    await seed.deploy(names.deployment, { [`${names.model}@1`]: 100 });

    await seed.deploy(names.deployment, { [`${names.model}@2`]: 100 });
    await seed.delete(`${names.model}@1`);
    await seed.undeploy(names.deployment);
    for (const id of [training.experiment, names.dataset, names.set, names.model, names.environment])
      await seed.delete(id);

    expect(await app.graphql('query ($ref: Ref!) { deployment(ref: $ref) { id } }', { ref: names.deployment })).toEqual(
      {
        deployment: null,
      },
    );
  });

  it('leaves a deployment and its history readable by id, and its name free', async () => {
    const { deployment } = await seed.deploy(names.deployment, { [`${names.model}@1`]: 100 });
    await seed.undeploy(names.deployment);
    await seed.delete(names.deployment);

    const again = await seed.deploy(names.deployment, { [`${names.model}@1`]: 100 });

    expect(again.created).toBe(true);
    expect(again.deployment.id).not.toBe(deployment.id);
    expect(sharesOf((await seed.bindings(deployment.id)).history)).toEqual([[`${names.model}@1`, 100]]);
  });
});

describe('deploy, after something was deleted', () => {
  it.each(['id', 'label'] as const)('refuses a deleted model version by its %s', async (form) => {
    const version = await seed.modelVersion(names.model);
    await seed.delete(version.id);
    const id = version[form];

    const error = await app.graphqlError(DEPLOY, {
      input: { deployment: names.deployment, bindings: bindingsOf({ [id]: 100 }), allowDeletedUpstream: true },
    });

    expect(error.extensions.code).toBe('NOT_FOUND');
    expect(error.message).toContain(`MODEL_VERSION "${names.model}@2" was deleted by local`);
  });

  it('refuses a model version whose features are not served any more, whatever is allowed', async () => {
    await seed.delete(`${names.set}@1`);
    const bindings = bindingsOf({ [`${names.model}@1`]: 100 });

    const error = await app.graphqlError(DEPLOY, {
      input: { deployment: names.deployment, createEnvironment: true, bindings, allowDeletedUpstream: true },
    });

    expect(error.extensions.code).toBe('FAILED_PRECONDITION');
    expect(error.message).toContain(`FEATURE_SET_VERSION "${names.set}@1" was deleted by local on `);
  });

  it.each(['labels_', 'raw_'])(
    'refuses a model version whose %s data is gone, unless that is allowed',
    async (data) => {
      await seed.delete(`${data}${count}`);

      const error = await refusal();
      const { changed } = await seed.deploy(
        names.deployment,
        { [`${names.model}@1`]: 100 },
        { allowDeletedUpstream: true },
      );

      expect(error.extensions.code).toBe('FAILED_PRECONDITION');
      expect(error.message).toContain(`DATASET_VERSION "${data}${count}@1"`);
      expect(error.message).toContain('allowDeletedUpstream: true');
      expect(changed).toBe(true);
    },
  );

  it('asks about what is new behind the deployment only, so that a rollback can be ramped up', async () => {
    await seed.modelVersion(names.model, { signature: [] });
    await seed.delete(`labels_${count}`);
    const [old, current] = [`${names.model}@1`, `${names.model}@2`];
    await seed.deploy(names.deployment, { [current]: 90, [old]: 10 }, { allowDeletedUpstream: true });

    const { deployment } = await seed.deploy(names.deployment, { [current]: 10, [old]: 90 });

    expect(sharesOf(deployment.bindings)).toEqual([
      [old, 90],
      [current, 10],
    ]);
  });
});
