import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { image, record, scalar } from './event-records.js';

const run = promisify(execFile);
const VERSIONS = [1, 2, 3, 4];

/** Something small of each tool that keeps versions, as it lies in files of a folder: kind of the import → what it is given. */
export async function writeSmallSources(folder: string): Promise<Readonly<Record<string, string>>> {
  const write = async (path: string, content: unknown) => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(
      file,
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
    );
    return file;
  };
  await writeMlruns(write);
  return {
    kubeflow: await write('registry.json', kubeflow()),
    prov: await write('prov.json', prov()),
    mlflow: join(folder, 'mlruns'),
    dvc: await writeRepository(folder, write),
    tensorboard: await writeLogs(folder, write),
  };
}

function kubeflow() {
  const artifacts = (version: number) => [
    {
      id: `m${version}`,
      artifactType: 'model-artifact',
      uri: `s3://m/${version}`,
      modelSourceClass: 'run',
      modelSourceId: `r${version}`,
    },
    { id: `d${version}`, artifactType: 'dataset-artifact', name: 'rows', digest: String(version % 3), uri: 's3://d' },
  ];
  return {
    registeredModels: [{ id: '1', name: 'churn', owner: 'ann' }],
    modelVersions: VERSIONS.map((version) => ({
      id: `v${version}`,
      name: `n${version}`,
      registeredModelId: '1',
      createTimeSinceEpoch: String(version),
      artifacts: artifacts(version),
    })),
    servingEnvironments: [
      {
        id: 'e',
        name: 'prod',
        inferenceServices: [{ id: 's', name: 'churn', registeredModelId: '1', servingEnvironmentId: 'e' }],
      },
    ],
  };
}

function prov() {
  const of = (name: string, node: (version: number) => object) =>
    Object.fromEntries(VERSIONS.map((version) => [`${name}${version}`, node(version)]));
  return {
    entity: { all: {}, ...of('data', () => ({})) },
    activity: of('run', () => ({ 'prov:startTime': '2026-01-01T00:00:00Z' })),
    specializationOf: of('s', (version) => ({ 'prov:specificEntity': `data${version}`, 'prov:generalEntity': 'all' })),
    wasGeneratedBy: of('g', (version) => ({ 'prov:entity': `data${version}`, 'prov:activity': `run${version}` })),
    used: of('u', (version) =>
      version === 1 ? {} : { 'prov:activity': `run${version}`, 'prov:entity': `data${version - 1}` },
    ),
  };
}

async function writeMlruns(write: (path: string, content: unknown) => Promise<string>): Promise<void> {
  await write('mlruns/1/meta.yaml', 'name: churn\nlifecycle_stage: active\n');
  for (const id of VERSIONS) {
    const times = `start_time: ${id}000\nend_time: ${id}500\n`;
    await write(
      `mlruns/1/r${id}/meta.yaml`,
      `run_id: r${id}\nrun_name: train\nstatus: 3\n${times}lifecycle_stage: active\n`,
    );
    await write(`mlruns/1/r${id}/params/lr`, '0.1');
    await write(`mlruns/1/r${id}/metrics/loss`, `1000 0.5 1\n2000 0.${id} 2\n`);
    await write(`mlruns/1/r${id}/artifacts/notes.txt`, 'read me');
    await write(
      `mlruns/models/churn/version-${id}/meta.yaml`,
      `version: ${id}\nsource: s3://m/${id}\nrun_id: r${id}\n`,
    );
  }
  await write('mlruns/models/churn/aliases/best', '2');
}

/** What DVC leaves in Git, a commit for each version of a model. */
async function writeRepository(
  folder: string,
  write: (path: string, content: unknown) => Promise<string>,
): Promise<string> {
  const repository = join(folder, 'churn');
  const git = (...args: string[]) =>
    run('git', ['-C', repository, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
  const digest = (text: string | number) => String(text).padStart(32, '0');
  await write('churn/dvc.yaml', { stages: {}, artifacts: { churn: { path: 'model.bin', type: 'model' } } });
  await git('init', '-q');
  for (const version of VERSIONS) {
    const outs = [{ path: 'model.bin', md5: digest(version), size: 5 }];
    const deps = [{ path: 'data.csv', md5: digest(`a${version % 2}`) }];
    await write('churn/data.csv.dvc', { outs: deps });
    await write('churn/dvc.lock', { schema: '2.0', stages: { train: { cmd: 'train', deps, outs } } });
    await git('add', '-A');
    await git('commit', '-qm', 'one');
  }
  return repository;
}

/** Two runs of TensorBoard, with a picture. */
async function writeLogs(folder: string, write: (path: string, content: unknown) => Promise<string>): Promise<string> {
  const points = VERSIONS.map((step) => scalar('loss', step, 1 / step));
  for (const name of ['first', 'second'])
    await write(
      `logs/${name}/events.tfevents.1`,
      Buffer.concat([...points, image('digit')].map((each) => record(each))),
    );
  return join(folder, 'logs');
}
