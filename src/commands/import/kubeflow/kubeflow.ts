import type { Command } from 'commander';
import { kubeflowToken } from '../../../config.js';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { Report } from '../reading/report.js';
import { readRegistryFile } from './read-file.js';
import { readRegistryServer } from './read-server.js';
import { type Translation, translateRegistry } from './translate.js';
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

/** All of a registry is read and translated before anything is written, so that what is damaged leaves nothing half-written. */
async function importKubeflow(
  where: string,
  { dryRun, ...options }: ServiceOptions & { dryRun?: true },
): Promise<void> {
  const progress = createProgress();
  progress.show('Reading the registry');
  const registry = /^https?:\/\//.test(where)
    ? await readRegistryServer(where, kubeflowToken())
    : await readRegistryFile(where);
  const report = new Report();
  const translation = translateRegistry(registry, report);
  progress.end();
  process.stdout.write(`${report}${describe(translation)}, ${report.skipped.toLocaleString('en')} left out.\n`);
  if (dryRun === true) {
    process.stdout.write('Nothing was changed.\n');
    return;
  }
  const writer = new RegistryWriter(clientOf(options));
  const { models, environments, deployments } = translation;
  const steps: [string, () => Promise<void>][] = [
    ...models.map((each): [string, () => Promise<void>] => [`Model ${each.name}`, () => writer.writeModel(each)]),
    ...environments.map((each): [string, () => Promise<void>] => [
      `Environment ${each.name}`,
      () => writer.writeEnvironment(each),
    ]),
    ...deployments.map((each): [string, () => Promise<void>] => [
      `Deployment ${each.ref}`,
      () => writer.writeDeployment(each),
    ]),
  ];
  for (const [index, [what, write]] of steps.entries()) {
    progress.show('Taking over', index, steps.length);
    try {
      await write();
    } catch (error) {
      process.stdout.write(`${what} failed; ${index} of ${steps.length} were taken over. Import again to go on.\n`);
      throw error;
    }
  }
  progress.end();
  const line = (what: string, { made, known }: Counts) => `${what}: ${made} made, ${known} there already.\n`;
  process.stdout.write(
    line('Model versions', writer.versions) +
      line('Environments', writer.environments) +
      line('Deployments', writer.deployments),
  );
}

function describe({ models, environments, deployments }: Translation): string {
  const versions = models.reduce((sum, model) => sum + model.versions.length, 0);
  return `${models.length} models with ${versions} versions, ${environments.length} environments, ${deployments.length} deployments`;
}
