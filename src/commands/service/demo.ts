import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadwaterClient } from '@headwater/client';
import { Command } from 'commander';
import { type Config, describeConfig, misspeltSettings, readConfig } from '../../config.js';
import { packageFile } from '../../platform/package/package-file.js';
import { createLogger } from '../../platform/telemetry/logger.js';
import { createProgress } from '../client/progress.js';
import { endOnFault } from '../lifetime/end-on-fault.js';
import { exitOnSignal, runUntilSignal } from '../lifetime/run-until-signal.js';
import { requireSampleData } from './require-sample-data.js';

/** `headwater demo`: the service, with real sample data loaded through its public API. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('Start the service and load real sample data: flights of 2001, features, two models, a deployment.')
    .option('--exit', 'load, print the answer, and stop')
    .addHelpText('after', `\n${describeConfig()}`)
    .action(async ({ exit }: { exit?: boolean }) => {
      await requireSampleData();
      const config = withDatasets(readConfig());
      const release = exitOnSignal();
      const logger = createLogger(config.LOG_LEVEL);
      endOnFault(logger);
      for (const problem of misspeltSettings()) logger.warn(problem);
      const { startService } = await import('../../service.js');
      const service = await startService(config, logger);
      try {
        // Loaded on demand: the sample data and the training library are not installed in production.
        const { loadDemo } = await import('../../demo/load-demo.js');
        const { answerDemo } = await import('../../demo/telling/answer-demo.js');
        await mkdir(config.DATASET_DIR ?? '', { recursive: true });
        const client = new HeadwaterClient({ url: service.url, user: 'demo' });
        const progress = createProgress();
        await loadDemo({
          client,
          artifactDirectory: join(config.HEADWATER_DATA_DIR, 'artifacts'),
          progress: progress.show,
        });
        progress.end();
        const operation = (name: string, extension: string) =>
          readFile(packageFile(`schema/operations/${name}.${extension}`), 'utf8');
        process.stdout.write(await answerDemo(client, service.url, operation));
      } catch (error) {
        await service.close();
        throw error;
      }
      if (exit === true) return service.close();
      process.stdout.write('\nCtrl-C stops it; the data stays.\n');
      release();
      await runUntilSignal(service);
    });
}

/** Whoever plays with the demo may put files for spines into a directory of its own. */
function withDatasets(config: Config): Config {
  return { DATASET_DIR: join(config.HEADWATER_DATA_DIR, 'datasets'), ...config };
}
