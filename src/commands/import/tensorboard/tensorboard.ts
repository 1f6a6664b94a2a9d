import type { Command } from 'commander';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { followTensorboard, importTensorboard } from './import-tensorboard.js';

interface ImportOptions extends ServiceOptions {
  readonly experiment: string;
  readonly follow?: true;
  readonly soFar?: true;
  readonly dryRun?: true;
}

/** `headwater import tensorboard <directory>`. */
export function tensorboardCommand(): Command {
  return serviceCommand('tensorboard')
    .description(
      'Make runs of the event files below a log directory, as TensorBoard shows them: scalars become metrics, hyperparameters parameters, images files. Sent again, it changes nothing.',
    )
    .argument('<directory>', 'the log directory')
    .option('--experiment <name>', 'the experiment of the runs', 'tensorboard')
    .option('--follow', 'go on reading while the files grow, until Ctrl-C; the runs stay open')
    .option('--so-far', 'take files that end in the middle of a record up to there, and leave their runs open')
    .option('--dry-run', 'only read the files, and say what is in them')
    .action(async (directory: string, options: ImportOptions) => {
      const client = clientOf(options);
      if (options.follow === true) return follow(client, directory, options.experiment);
      const progress = createProgress();
      const { experiment, soFar = false, dryRun = false } = options;
      const report = await importTensorboard(client, directory, { experiment, soFar, dryRun, progress });
      progress.end();
      process.stdout.write(dryRun ? `${report}Nothing was changed.\n` : String(report));
    });
}

async function follow(client: ReturnType<typeof clientOf>, directory: string, experiment: string): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  let told = '';
  const report = await followTensorboard(
    client,
    directory,
    experiment,
    (seen) => {
      if (String(seen) === told) return;
      told = String(seen);
      process.stdout.write(told);
    },
    stopping.signal,
  );
  process.stdout.write(String(report));
}
