import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { readWholeFile } from '../reading/whole-file.js';
import { importFeast } from './import-feast.js';
import { openRepository } from './python/repository.js';

interface FeastOptions extends ServiceOptions {
  readonly dryRun?: boolean;
  readonly values: boolean;
  readonly feastProject?: string;
  readonly python: string;
}

const LARGEST = 2 ** 30;

/** `headwater import feast <registry.db or repository>`. */
export function feastCommand(): Command {
  return serviceCommand('feast')
    .description(
      'Take over what a registry of Feast says: entities, feature views with their sources, feature services, on-demand views as documentation; of a repository the online values too. All of it is read before anything is written.',
    )
    .argument(
      '<registry>',
      'a registry file such as data/registry.db, or the folder with feature_store.yaml, which is read with Feast’s own Python',
    )
    .option('--dry-run', 'only say what would be done')
    .option('--no-values', 'of a repository take the definitions alone')
    .option('--feast-project <name>', 'which project of the registry, where it has several')
    .option('--python <path>', 'the Python that Feast is installed in', 'python3')
    .action(async (path: string, options: FeastOptions) => {
      const isFolder = (await stat(path)).isDirectory();
      const repository = isFolder ? await openRepository(options.python, path) : undefined;
      try {
        await importFeast(clientOf(options), repository?.registry ?? (await readWholeFile(path, LARGEST)), {
          file: isFolder ? `the registry of ${path}` : path,
          project: options.feastProject,
          values: options.values ? repository : undefined,
          dryRun: options.dryRun === true,
          progress: createProgress(),
        });
      } finally {
        repository?.close();
      }
    });
}
