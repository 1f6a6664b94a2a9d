import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { mlflowCredentials } from '../../../config.js';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { FolderSource } from './folder-source.js';
import { RestSource } from './rest-source.js';
import type { MlflowModelVersion, MlflowRun, MlflowSource } from './source.js';
import { ModelsWriter } from './write-models.js';
import { RunsWriter } from './write-runs.js';

interface ImportOptions extends ServiceOptions {
  readonly files: boolean;
  readonly dryRun?: true;
}

/** `headwater import mlflow <where>`. */
export function mlflowCommand(): Command {
  return serviceCommand('mlflow')
    .description(
      'Take over runs, with every point of their metrics, their files and datasets, and registered models with their aliases, from a folder mlruns or from another MLflow server. Sent again, it changes nothing.',
    )
    .argument(
      '<where>',
      'the folder, or the URL of the server; who asks it is said by MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and _PASSWORD',
    )
    .option('--no-files', 'leave the files of runs where they are')
    .option('--dry-run', 'only read, and say what there is')
    .action(importMlflow);
}

/** Runs, of a folder with their histories, and models are read before anything is written, so that a damaged file leaves nothing half-written. */
async function importMlflow(where: string, { files, dryRun, ...options }: ImportOptions): Promise<void> {
  const progress = createProgress();
  const source = await sourceOf(where);
  const runs = new Map<string, MlflowRun>();
  for await (const run of source.runs()) {
    if (runs.has(run.id)) throw new Error(`${where} has two runs of the id ${run.id}. Nothing was changed.`);
    await source.check(run);
    runs.set(run.id, run);
    if (runs.size % 100 === 0) progress.show(`Reading runs, ${runs.size.toLocaleString('en')} so far`);
  }
  const versions: MlflowModelVersion[] = [];
  for await (const version of source.modelVersions()) versions.push(version);
  if (dryRun === true) {
    progress.end();
    process.stdout.write(
      `${runs.size.toLocaleString('en')} runs, ${versions.length.toLocaleString('en')} versions of models. Nothing was changed.\n`,
    );
    return;
  }
  const client = clientOf(options);
  const writer = new RunsWriter(client, source, files);
  let done = 0;
  for (const run of runs.values()) {
    progress.show('Writing runs', done++, runs.size);
    await writer.write(run, (id) => runs.get(id));
  }
  const models = new ModelsWriter(client, (run) => writer.idOf(run));
  for (const version of versions) await models.write(version);
  progress.end();
  const { made, known, points, files: copied, skipped } = writer.report;
  process.stdout.write(
    [
      `Runs: ${made} made, ${known} there already; ${points.toLocaleString('en')} points of metrics, ${copied.toLocaleString('en')} files.`,
      `Model versions: ${models.made} made, ${models.known} there already.`,
      ...[...skipped].map(([why, count]) => `Left out: ${count} × ${why}`),
      String(models.report),
    ].join('\n'),
  );
}

async function sourceOf(where: string): Promise<MlflowSource> {
  if (/^https?:\/\//.test(where)) return new RestSource(where, mlflowCredentials());
  if (!(await stat(where)).isDirectory())
    throw new Error(`${where} is a file; name a folder mlruns, or a server by its URL.`);
  return new FolderSource(where);
}
