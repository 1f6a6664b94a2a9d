import type { Command } from 'commander';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { steadyFetch } from '../../client/steady-fetch.js';
import { followTensorboard } from './follow-tensorboard.js';
import { importTensorboard } from './import-tensorboard.js';

/** How long a request may take while a directory is followed: one that hangs is as good as a service that is away. */
const PATIENCE_MS = 60_000;
/** How long what is under way may take once it is to end. */
const LAST_MS = 5_000;

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
      if (options.follow === true) return follow(options, directory);
      const client = clientOf(options);
      const progress = createProgress();
      const { experiment, soFar = false, dryRun = false } = options;
      const report = await importTensorboard(client, directory, { experiment, soFar, dryRun, progress });
      progress.end();
      process.stdout.write(dryRun ? `${report}Nothing was changed.\n` : String(report));
    });
}

async function follow(options: ImportOptions, directory: string): Promise<void> {
  const stopping = new AbortController();
  const hurry = new AbortController();
  const stop = () => {
    stopping.abort();
    setTimeout(() => hurry.abort(), LAST_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const send: typeof fetch = (input, init) =>
    steadyFetch(AbortSignal.any([hurry.signal, AbortSignal.timeout(PATIENCE_MS)]))(input, init);
  let told = '';
  const { report, awaySince } = await followTensorboard(clientOf(options, send), directory, {
    experiment: options.experiment,
    onLook(seen) {
      if (String(seen) === told) return;
      told = String(seen);
      process.stdout.write(told);
    },
    say: (words) => void process.stderr.write(`${words}\n`),
    signal: stopping.signal,
  });
  process.stdout.write(
    `${report}${awaySince === undefined ? 'Stopped.' : `Stopped while ${options.url} was away, since ${awaySince.toISOString()}: what came since then is not there yet. The same command goes on there.`}\n`,
  );
}
