import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';
import { planChanges, type Step } from './plan.js';

/** `headwater apply <file>`: makes the service have what a file says. */
export function applyCommand(): Command {
  return serviceCommand('apply')
    .description(
      'Define the environments, entities, feature sets and feature services of a YAML file, as far as they are not there. Says what it will do first; done twice it changes nothing.',
    )
    .argument('<file>', 'the file, such as examples/airports.yaml')
    .option('--dry-run', 'only say what would be done')
    .action(async (file: string, options: ServiceOptions & { readonly dryRun?: boolean }) => {
      // Loaded on demand: no other command reads YAML.
      const { readManifest } = await import('./manifest.js');
      const manifest = readManifest(await readFile(file, 'utf8'), file);
      const client = clientOf(options);
      const steps = await planChanges(client, manifest);
      const changes = steps.filter(({ change }) => change !== undefined);
      process.stdout.write(describePlan(steps, changes.length));
      if (options.dryRun === true || changes.length === 0) return;
      for (const { what, apply } of changes) {
        await apply();
        process.stdout.write(`${what}: done\n`);
      }
    });
}

function describePlan(steps: readonly Step[], changes: number): string {
  const lines = steps.map(({ what, change }) => (change === undefined ? `= ${what}` : `+ ${what}: ${change}`));
  return `${[...lines, `${changes} to be made, ${steps.length - changes} there already.`].join('\n')}\n`;
}
