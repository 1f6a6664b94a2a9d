import { setTimeout as sleep } from 'node:timers/promises';
import type { Moment } from './fill-features.js';
import { at } from './fill-time.js';
import type { ServiceClient } from './service-client.js';

export async function fillTrainingSets(service: ServiceClient): Promise<void> {
  const job = async (mutation: string, input: object) => {
    const { id } = Object.values<{ job: { id: string } }>(await service.data(mutation, { input }))[0]?.job ?? {
      id: '',
    };
    for (;;) {
      const { trainingSetJob } = await service.data(
        'query ($id: String!) { trainingSetJob(id: $id) { status error } }',
        { id },
      );
      if (!['PENDING', 'RUNNING'].includes(trainingSetJob.status)) return;
      await sleep(50);
    }
  };
  const create = 'mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { id } } }';
  const spine = Array.from({ length: 40 }, (_, row) => ({
    airport: ['SEA', 'DEN', 'ÅLB', 'XXX'][row % 4],
    event_time: at(row),
    label: row % 3 === 0,
  }));
  await job(create, {
    name: 'train',
    features: ['traffic@2:*', 'everything:string'],
    spine,
    description: 'for delays',
    owner: 'ml',
  });
  await job(create, { name: 'train_known', features: ['traffic@1:delay'], knownAt: 'EVENT', spine });
  await job(create, {
    name: 'train_routes',
    features: ['routes:mean'],
    spine: [{ origin: '11', carrier: 1, event_time: at(5) }],
  });
  await job(create, { name: 'fails', features: ['traffic@2:delay'], spineDataset: 'weather@1' }).catch(() => undefined);
  await job('mutation ($input: RebuildTrainingSetInput!) { rebuildTrainingSet(input: $input) { job { id } } }', {
    trainingSet: 'train@1',
  });
}

export async function fillModels(service: ServiceClient, run: string, moment: Moment): Promise<void> {
  const register = (input: object) =>
    service.data('mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created } }', {
      input,
    });
  const artifact = (digest: string) => ({ uri: 's3://models/x', digest, bytes: 12_345, format: 'onnx' });
  await register({
    model: 'delay',
    artifact: artifact('sha256:m1'),
    run,
    trainedOn: ['train@1'],
    signature: ['traffic@1:departures', 'traffic@1:delay'],
    metrics: [{ name: 'auc', value: 0.91 }],
    description: 'first',
    tags: [{ key: 'kind', value: 'gbm' }],
    owner: 'ml',
  });
  await register({
    model: 'delay',
    artifact: artifact('sha256:m2'),
    trainedOn: ['train_known@1'],
    derivedFrom: ['delay@1'],
    signature: ['traffic@2:*'],
  });
  await register({ model: 'delay', artifact: artifact('sha256:m3'), signature: ['routes:mean', 'everything:json'] });
  await register({ model: 'orphan', artifact: artifact('sha256:o') });
  const alias = (alias: string, modelVersion: string) =>
    service.data('mutation ($input: SetAliasInput!) { setAlias(input: $input) { changed } }', {
      input: { alias, modelVersion },
    });
  const deploy = (deployment: string, split: [string, number][], more: object = {}) =>
    service.data('mutation ($input: DeployInput!) { deploy(input: $input) { changed } }', {
      input: {
        deployment,
        bindings: split.map(([modelVersion, trafficPercent]) => ({ modelVersion, trafficPercent })),
        ...more,
      },
    });
  await alias('champion', 'delay@1');
  await alias('candidate', 'delay@1');
  await deploy('production/delays', [['delay@1', 100]], {
    endpoint: 'https://models.example.org/delays',
    owner: 'ml',
    tags: [{ key: 'slo', value: '99' }],
  });
  await deploy('staging/delays', [['delay@3', 100]]);
  await moment();
  await alias('champion', 'delay@2');
  await service.data('mutation { removeAlias(input: { model: "delay", alias: "candidate" }) { changed } }');
  await deploy('production/delays', [
    ['delay@1', 40],
    ['delay@2', 60],
  ]);
  await moment();
  await deploy('production/delays', [['delay@2', 100]]);
  await service.data('mutation { undeploy(input: { deployment: "staging/delays" }) { changed } }');
  await service.data('mutation { deleteNode(input: { id: "orphan@1", reason: "never used" }) { node { id } } }');
}

export async function fillStewardship(service: ServiceClient, moment: Moment): Promise<void> {
  await service.data(
    'mutation { deprecateFeature(input: { feature: "traffic@2:season", reason: "too coarse", replacement: "everything@1:string" }) { featureSetVersion { id } } }',
  );
  await service.data(
    'mutation { dropFeatureRows(input: { featureSetVersion: "dropped@1", dryRun: false }) { historyRows } }',
  );
  await service.data(
    'mutation { setRetention(input: { featureSet: "compacted", keepHistoryFor: 86400 }) { featureSetVersion { id } } }',
  );
  await service.data(
    'mutation { compactHistory(input: { featureSet: "compacted", dryRun: false }) { rowsSuperseded } }',
  );
  await moment();
  await service.data(
    'mutation { eraseEntity(input: { entity: "airport", key: { airport: "DEN" }, reason: "asked to" }) { erased } }',
  );
}
