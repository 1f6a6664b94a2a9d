import { at } from './fill-time.js';
import { type Headers, OTHER, type ServiceClient } from './service-client.js';

const REGISTER = `mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { datasetVersion { id label } } }`;

export async function fillDatasets(service: ServiceClient): Promise<void> {
  const columns = [
    { name: 'origin', type: 'STRING', description: 'IATA code', nativeType: 'varchar(3)' },
    { name: 'delay', type: 'INT64', statistics: { min: -60, max: 1440, mean: 8.25 } },
  ];
  const dataset = (input: object, headers?: Headers) =>
    service.data(REGISTER, { input: { location: 's3://lake/x.parquet', columns, ...input } }, headers);
  await dataset({
    dataset: 'flights',
    digest: 'sha256:1',
    rowCount: 1_000_000,
    byteCount: 9_007_199_254_740_991,
    description: 'Every départure — 出発 ✈️',
    owner: 'ops',
    tags: [
      { key: 'tier', value: 'gold' },
      { key: 'größe', value: '巨大' },
    ],
  });
  await dataset({ dataset: 'flights', digest: 'sha256:2', columns: [...columns, { name: 'extra', type: 'JSON' }] });
  await dataset({ dataset: 'weather', digest: 'sha256:w' });
  await dataset({ dataset: 'joined', digest: 'sha256:j', derivedFrom: ['flights@2', 'weather@1'] });
  await dataset({ dataset: 'predictions', digest: 'sha256:p' });
  await dataset({ dataset: 'doomed', digest: 'sha256:d', columns: [] });
  await service.data(
    'mutation { createProject(input: { name: "other", description: "elsewhere" }) { project { name } } }',
  );
  await dataset({ dataset: 'flights', digest: 'sha256:other' }, OTHER);
  await service.data(
    `mutation { updateNode(input: { id: "weather", description: "daily", owner: "met", tags: [{ key: "a", value: "1" }] }) { node { id } } }`,
  );
  await service.data('mutation { deleteNode(input: { id: "doomed@1", reason: "wrong file" }) { node { id } } }');
}

const START = 'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }';

/** A nested training run with all that a run can hold, and others in every status. Gives the id of the first. */
export async function fillRuns(service: ServiceClient): Promise<string> {
  const start = async (input: object): Promise<string> => (await service.data(START, { input })).startRun.run.id;
  const finish = (run: string, status: string) =>
    service.data('mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }', {
      input: { run, status, message: status === 'FAILED' ? 'out of patience' : null, endedAt: at(40) },
    });
  const parent = await start({
    type: 'TRAINING',
    experiment: 'delays',
    name: 'sweep',
    key: 'sweep-1',
    startedAt: at(30),
  });
  const child = await start({
    type: 'TRAINING',
    experiment: 'delays',
    name: 'trial-1',
    parent,
    startedAt: at(30),
    code: { repository: 'git@example.org:delays.git', commit: 'abc123', entryPoint: 'train.py' },
    environment: { python: '3.12', gpus: [0, 1], nested: { deep: null } },
    inputs: [{ ref: 'joined@1', role: 'train' }],
    parameters: [{ name: 'lr', value: '0.01' }],
  });
  const metrics = Array.from({ length: 30 }, (_, step) => ({
    name: 'loss',
    value: 1 / (step + 1),
    step,
    time: at(30),
  }));
  await service.data('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', {
    input: {
      run: child,
      parameters: [{ name: 'trees', value: '100' }],
      metrics: [...metrics, { name: 'auc', value: 0.91, time: at(31) }],
      tags: [{ key: 'best', value: 'yes' }],
      outputs: [{ ref: 'predictions@1', role: 'predictions' }],
    },
  });
  await finish(child, 'SUCCEEDED');
  await finish(parent, 'SUCCEEDED');
  await finish(await start({ type: 'EVALUATION', name: 'bad', startedAt: at(32) }), 'FAILED');
  await finish(await start({ type: 'OTHER', name: 'dropped', startedAt: at(33) }), 'CANCELLED');
  await start({ type: 'TRANSFORM', name: 'still-running', startedAt: at(34) });
  await start({ type: 'TRANSFORM', name: 'waiting', status: 'PENDING' });
  return child;
}
