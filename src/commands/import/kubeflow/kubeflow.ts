import type { Command } from 'commander';
import { kubeflowToken } from '../../../config.js';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { Report } from '../reading/report.js';
import { readRegistryFile } from './read-file.js';
import { readRegistryServer } from './read-server.js';
import { Registry } from './registry.js';
import { type Taken, translateRegistry } from './translate.js';
import { type Counts, RegistryWriter } from './write-registry.js';

/** `headwater import kubeflow <where>`. */
export function kubeflowCommand(): Command {
  return serviceCommand('kubeflow')
    .description(
      'Take over what a model registry of Kubeflow holds: registered models, their versions with artifacts, serving environments and inference services. Sent again, it changes nothing.',
    )
    .argument(
      '<where>',
      'a file of JSON as its REST API gives it, or the URL of the registry; who asks it is said by MODEL_REGISTRY_TOKEN',
    )
    .option('--dry-run', 'only read, and say what would be taken')
    .action(importKubeflow);
}

type Options = ServiceOptions & { readonly dryRun?: true };

/** All of a registry is read and translated before anything is written, so that what is damaged leaves nothing half-written. It lies on disk meanwhile. */
async function importKubeflow(where: string, options: Options): Promise<void> {
  const registry = await Registry.open();
  try {
    await importInto(registry, where, options);
  } finally {
    await registry.close();
  }
}

async function importInto(registry: Registry, where: string, { dryRun, ...options }: Options): Promise<void> {
  const progress = createProgress();
  const reading = 'Reading the registry';
  progress.show(reading);
  if (/^https?:\/\//.test(where)) await readRegistryServer(where, kubeflowToken(), registry);
  else await readRegistryFile(where, registry, (share) => progress.show(reading, share, 1));
  const { unattached, serves, isEmpty } = await registry.sort();
  if (isEmpty)
    throw new Error(
      `${where} holds no registered models; it is JSON as the REST API of Kubeflow's model registry gives it.`,
    );
  const report = new Report();
  const counts = { models: 0, versions: 0, environments: 0, deployments: 0 };
  for await (const taken of translateRegistry(registry, report)) counts[kindOf(taken)]++;
  if (unattached > 0)
    report.skip(
      `${unattached} artifacts`,
      'nothing says to which version they belong; put them below it, or below its id',
    );
  if (serves > 0) report.skip(`${serves} serve models`, 'an inference service says itself which version it serves');
  progress.end();
  const { models, versions, environments, deployments } = counts;
  process.stdout.write(
    `${report}${models} models with ${versions} versions, ${environments} environments, ${deployments} deployments, ${report.skipped.toLocaleString('en')} left out.\n`,
  );
  if (dryRun === true) process.stdout.write('Nothing was changed.\n');
  else await write(registry, new RegistryWriter(clientOf(options)), models + versions + environments + deployments);
}

async function write(registry: Registry, writer: RegistryWriter, total: number): Promise<void> {
  const progress = createProgress();
  let done = 0;
  let last = '';
  try {
    for await (const taken of translateRegistry(registry, new Report())) {
      last = nameOf(taken);
      progress.show('Taking over', done, total);
      await writer.write(taken);
      done++;
    }
    await writer.endModel();
  } catch (error) {
    process.stdout.write(`${last} failed; ${done} of ${total} were taken over. Import again to go on.\n`);
    throw error;
  }
  progress.end();
  const line = (what: string, { made, known }: Counts) => `${what}: ${made} made, ${known} there already.\n`;
  process.stdout.write(
    String(writer.report) +
      line('Model versions', writer.versions) +
      line('Environments', writer.environments) +
      line('Deployments', writer.deployments),
  );
}

function kindOf(taken: Taken): 'models' | 'versions' | 'environments' | 'deployments' {
  if ('version' in taken) return 'versions';
  if ('model' in taken) return 'models';
  return 'environment' in taken ? 'environments' : 'deployments';
}

function nameOf(taken: Taken): string {
  if ('version' in taken) return `Model ${taken.of.name}, version ${taken.version.name}`;
  if ('model' in taken) return `Model ${taken.model.name}`;
  return 'environment' in taken ? `Environment ${taken.environment.name}` : `Deployment ${taken.deployment.ref}`;
}
