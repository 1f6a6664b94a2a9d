import type { HeadwaterClient } from '@headwater/client';
import type { Progress } from '../../client/progress.js';
import { planImport } from './plan-import.js';
import { importValues } from './python/import-values.js';
import type { Repository } from './python/repository.js';
import { chooseProject, readRegistry } from './registry/read-registry.js';
import { translate } from './translating/translate.js';

export interface FeastImport {
  /** What the registry is called in messages. */
  readonly file: string;
  readonly project: string | undefined;
  /** Where the online values are read; undefined: they are not. */
  readonly values: Repository | undefined;
  readonly dryRun: boolean;
  readonly progress: Progress;
}

/** Takes over a registry, and says what it took and what it left out. Nothing is written before all of it has been read and compared. */
export async function importFeast(client: HeadwaterClient, bytes: Uint8Array, options: FeastImport): Promise<void> {
  const { file, values, dryRun, progress } = options;
  const project = chooseProject(readRegistry(bytes, file), options.project);
  const translation = translate(project);
  const steps = await planImport(client, translation, progress);
  progress.end();
  const changes = steps.filter(({ change }) => change !== undefined);
  const lines = changes.map(({ what, change }) => `+ ${what}: ${change}\n`);
  process.stdout.write(`${lines.join('')}${translation.report}`);
  process.stdout.write(
    `Project ${project.name}: ${amount(changes.length)} to be made, ${amount(steps.length - changes.length)} there already, ${amount(translation.report.skipped)} left out.\n`,
  );
  if (dryRun) {
    process.stdout.write('Nothing was changed.\n');
    return;
  }
  for (const [index, { what, apply }] of changes.entries()) {
    progress.show('Taking over', index, changes.length);
    try {
      await apply();
    } catch (error) {
      process.stdout.write(
        `${what} failed; ${amount(index)} of ${amount(changes.length)} were made. Import again to go on.\n`,
      );
      throw error;
    }
  }
  progress.end();
  if (values !== undefined) await importValues(client, translation.views, values, progress);
}

const amount = (count: number) => count.toLocaleString('en');
