import { Command } from 'commander';
import { describeConfig, misspeltSettings, readConfig } from '../config.js';
import { createLogger } from '../platform/telemetry/logger.js';
import { endOnFault } from './end-on-fault.js';
import { exitOnSignal, runUntilSignal } from './run-until-signal.js';

/** `headwater serve`: the service, without sample data. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Start the service, on an embedded PostgreSQL unless DATABASE_URL is set.')
    .addHelpText('after', `\n${describeConfig()}`)
    .action(async () => {
      const release = exitOnSignal();
      const config = readConfig();
      const logger = createLogger(config.LOG_LEVEL);
      endOnFault(logger);
      for (const problem of misspeltSettings()) logger.warn(problem);
      // Loaded on demand: only commands that are the service pay for it.
      const { startService } = await import('../service.js');
      const service = await startService(config, logger);
      process.stdout.write(`Headwater listens on ${service.url} (GraphiQL), GraphQL at ${service.url}/graphql\n`);
      release();
      await runUntilSignal(service);
    });
}
