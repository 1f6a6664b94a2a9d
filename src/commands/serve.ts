import { Command } from 'commander';
import { describeConfig, readConfig } from '../config.js';
import { startService } from '../service.js';
import { exitOnSignal, runUntilSignal } from './run-until-signal.js';

/** `headwater serve`: the service, without sample data. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Start the service, on an embedded PostgreSQL unless DATABASE_URL is set.')
    .addHelpText('after', `\n${describeConfig()}`)
    .action(async () => {
      const release = exitOnSignal();
      const service = await startService(readConfig());
      process.stdout.write(`Headwater listens on ${service.url} (GraphiQL), GraphQL at ${service.url}/graphql\n`);
      release();
      await runUntilSignal(service);
    });
}
